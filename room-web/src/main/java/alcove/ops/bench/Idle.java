package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Peers that connect and then do nothing.
 *
 * @param hold how long they stay
 */
record Idle(int count, Duration hold) implements Measurement {
  private static final double KIBI = 1024;

  @Override
  public int connections() {
    return count;
  }

  @Override
  public boolean attends() {
    return false;
  }

  @Override
  public Result measure(Swarm swarm, @Nullable ServerProcess process) throws CommandException {
    try (ServerUse use = ServerUse.begin(process)) {
      long began = System.nanoTime();
      List<SwarmPeer> peers = swarm.connect(count);
      double seconds = Measurement.secondsSince(began);
      double cpuConnected = use == null ? 0 : use.cpuSeconds();
      swarm.pass(hold);
      Result result = swarm.begin("idle").under("peers", count);
      result.add("held", peers.size(), "peers");
      result.add("connecting took", seconds, "s");
      if (use != null) {
        double growth = use.resident() - use.residentBefore();
        result.add("server memory per peer", growth / count / KIBI, "KiB");
        result.add(
            "server CPU while idle",
            1e3 * (use.cpuSeconds() - cpuConnected) / hold.toMillis() * 1e3,
            "ms/s");
        use.addMemory(result);
      }
      swarm.dismiss(peers);
      return result;
    }
  }
}

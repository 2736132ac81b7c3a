package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Peers that connect and then do nothing.
 *
 * @param attending whether each becomes an attendant first, and is told of all others
 * @param hold how long they stay
 * @param limit within which attendants have to know of each other
 */
record Idle(int count, boolean attending, Duration hold, Duration limit) implements Measurement {
  private static final double KIBI = 1024;

  @Override
  public int connections() {
    return count;
  }

  @Override
  public boolean attends() {
    return attending;
  }

  @Override
  public Result measure(Swarm swarm, @Nullable ServerProcess process) throws CommandException {
    try (ServerUse use = ServerUse.begin(process)) {
      long began = System.nanoTime();
      List<SwarmPeer> peers = swarm.connect(count);
      AttendantCrowd crowd = new AttendantCrowd(Watcher.ATTENDANTS, count);
      if (attending) {
        attend(swarm, peers, crowd);
      }
      double seconds = Measurement.secondsSince(began);
      double cpuConnected = use == null ? 0 : use.cpuSeconds();
      swarm.pass(hold);
      Result result = swarm.begin("idle").under("peers", count).under("attending", attending);
      result.add("held", peers.size(), "peers");
      result.add(attending ? "attending took" : "connecting took", seconds, "s");
      if (use != null) {
        double growth = use.resident() - use.residentBefore();
        result.add("server memory per peer", growth / count / KIBI, "KiB");
        result.add(
            "server CPU while idle",
            1e3 * (use.cpuSeconds() - cpuConnected) / hold.toMillis() * 1e3,
            "ms/s");
        use.addMemory(result);
      }
      crowd.leave();
      swarm.dismiss(peers);
      return result;
    }
  }

  private void attend(Swarm swarm, List<SwarmPeer> peers, AttendantCrowd crowd)
      throws CommandException {
    peers.forEach(crowd::expect);
    Future<Void> settled = crowd.settle();
    peers.forEach(crowd::enter);
    swarm.await(settled, "everybody to know of everybody", limit);
  }
}

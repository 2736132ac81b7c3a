package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Peers that become attendants all at once, and then one more: how long until each of them knows of
 * all, and how many bytes that takes.
 */
record PresenceLoad(int count, Duration limit) implements Measurement {
  private static final double KILO = 1e3;
  private static final double MILLIS = 1e3;

  @Override
  public int connections() {
    return count + 1;
  }

  @Override
  public Result measure(Swarm swarm, @Nullable ServerProcess process) throws CommandException {
    List<SwarmPeer> peers = new ArrayList<>(swarm.connect(count));
    boolean first = !hasAttendants(swarm, peers.getFirst());
    Result result =
        swarm
            .begin("presence")
            .under("attendants", count)
            .under("procedure", first ? Watcher.ENDPOINTS : Watcher.ATTENDANTS);
    AttendantCrowd crowd =
        new AttendantCrowd(first ? Watcher.ENDPOINTS : Watcher.ATTENDANTS, count + 1);
    peers.forEach(crowd::expect);
    try (ServerUse use = ServerUse.begin(process)) {
      long began = System.nanoTime();
      Future<Void> settled = crowd.settle();
      peers.forEach(crowd::enter);
      swarm.await(settled, "everybody to know of everybody", limit);
      result.add("all at once settled", Measurement.secondsSince(began) * MILLIS, "ms");
      result.add("all at once received", crowd.takeBytes() / MEGA, "MB");
      if (use != null) {
        result.add("all at once server CPU", use.cpuSeconds(), "s");
      }
    }
    SwarmPeer late = swarm.connect(1).getFirst();
    peers.add(late);
    crowd.expect(late);
    try (ServerUse use = ServerUse.begin(process)) {
      long began = System.nanoTime();
      Future<Void> settled = crowd.settle();
      crowd.enter(late);
      swarm.await(settled, "everybody to know of one more", limit);
      result.add("one more settled", Measurement.secondsSince(began) * MILLIS, "ms");
      result.add("one more received", crowd.takeBytes() / KILO, "kB");
      if (use != null) {
        use.addMemory(result);
      }
    }
    crowd.leave();
    swarm.dismiss(peers);
    return result;
  }

  /** Rooms of the first kind know no {@code room.metadata}, and have no list of attendants. */
  private static boolean hasAttendants(Swarm swarm, SwarmPeer peer) throws CommandException {
    return swarm.await(
        peer.call("room.metadata").map(metadata -> true).otherwise(false),
        "the answer to room.metadata");
  }
}

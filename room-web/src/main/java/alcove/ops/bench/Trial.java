package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Finds out, before a load begins, whether the room would take it: with as few peers as tell. */
final class Trial {
  /** More than a room takes from one address unless it is told to, at once and in a short while. */
  private static final int TELLING = 70;

  private static final Duration SOON = Duration.ofSeconds(5);

  private Trial() {}

  /** The room by the address where it sets the fewest limits. */
  static RoomAddress nearest(RoomAddress room, Function<RoomAddress, Swarm> swarms) {
    return room.onThisMachine().filter(near -> answers(near, swarms)).orElse(room);
  }

  private static boolean answers(RoomAddress room, Function<RoomAddress, Swarm> swarms) {
    try (Swarm swarm = swarms.apply(room)) {
      swarm.await(swarm.connect(swarm.client()), "a connection", SOON);
      return true;
    } catch (CommandException notThere) {
      return false;
    }
  }

  /**
   * Returns if {@code plan} can be carried out.
   *
   * @throws CommandException that says why not, and what to do
   */
  static void pass(Swarm swarm, List<Measurement> plan) throws CommandException {
    SwarmPeer first = swarm.await(swarm.connect(swarm.client()), "a connection");
    if (plan.stream().anyMatch(Measurement::attends)) {
      requireToAttend(swarm, first);
    }
    int most = plan.stream().mapToInt(Measurement::connections).max().orElse(0);
    requireConnections(swarm, first, Math.min(most, TELLING));
  }

  private static void requireToAttend(Swarm swarm, SwarmPeer peer) throws CommandException {
    Future<String> refusal =
        peer.call("tunnel.announce").map("").otherwise(failure -> failure.getMessage());
    String said = swarm.await(refusal, "the answer to tunnel.announce");
    if (!said.isEmpty()) {
      throw new CommandException(
          "the room takes only members, and these peers are strangers to it (%s): alcove setting set"
                  .formatted(said)
              + " privacy-mode open, for as long as this takes, or a room of its own for it");
    }
  }

  private static void requireConnections(Swarm swarm, SwarmPeer first, int count)
      throws CommandException {
    List<SwarmPeer> peers = new ArrayList<>(List.of(first));
    try {
      while (peers.size() < count) {
        peers.add(swarm.await(swarm.connect(swarm.client()), "a connection"));
      }
    } catch (CommandException turnedAway) {
      throw new CommandException(
          "the room turned away connection %s from this address, and the load needs more: it sets no"
                  .formatted(peers.size() + 1)
              + " such limit to its own machine, by the address 127.0.0.1",
          turnedAway);
    }
    swarm.dismiss(peers);
  }
}

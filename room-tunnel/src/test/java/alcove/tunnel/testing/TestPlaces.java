package alcove.tunnel.testing;

import alcove.tunnel.TunnelServer;
import alcove.tunnel.splice.Tunnels;
import java.util.List;

/**
 * The room of a test of tunnels, in each way in which the two ends can be placed.
 *
 * @param callers where callers connect
 * @param targets where targets connect
 */
public record TestPlaces(TestRoom callers, TestRoom targets, AutoCloseable all) {
  /** Where the two ends are. */
  public enum Placement {
    /** On the same event loop. */
    ONE_LOOP,
    /** On two, or on the same, by turns. */
    TWO_LOOPS,
    /** On two nodes of the room. */
    TWO_NODES
  }

  public static TestPlaces open(Placement placement) {
    return open(placement, TunnelServer.Limits.ofThisMachine());
  }

  public static TestPlaces open(Placement placement, TunnelServer.Limits limits) {
    return switch (placement) {
      case ONE_LOOP -> onOne(TestRoom.open(limits, 1));
      case TWO_LOOPS -> onOne(TestRoom.open(limits, 2));
      case TWO_NODES -> {
        TestStandings standings = new TestStandings();
        TestNodes nodes = TestNodes.open(name -> standings, limits, 2, "a", "b");
        yield new TestPlaces(nodes.room("a"), nodes.room("b"), nodes);
      }
    };
  }

  private static TestPlaces onOne(TestRoom room) {
    return new TestPlaces(room, room, room);
  }

  /** The tunnels of each node. */
  public List<Tunnels> tunnels() {
    return callers.equals(targets)
        ? List.of(callers.server().tunnels())
        : List.of(callers.server().tunnels(), targets.server().tunnels());
  }

  public void close() {
    try {
      all.close();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}

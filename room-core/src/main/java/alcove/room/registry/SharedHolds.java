package alcove.room.registry;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The holds of a room as its nodes tell each other of them. Whoever is connected here is judged
 * anew after each word. Thread-safe; never blocks.
 */
public final class SharedHolds {
  /** Keys that other nodes keep out at once, as far as this one goes along. */
  public static final int MOST_ELSEWHERE = HoldsElsewhere.MOST;

  private final RoomChanges changes;

  /** Those of a room that changes in this way. */
  public SharedHolds(RoomChanges changes) {
    this.changes = changes;
  }

  private Holds holds() {
    return changes.standings().holds();
  }

  /** Has other nodes hear from now on of keys that are held here. */
  public void relayTo(HoldRelay relay) {
    holds().relayTo(relay);
  }

  /**
   * Tells {@code relay} of keys that were let in or lifted lately, and then of all that are held
   * now, here or, as far as was heard, elsewhere.
   */
  public void tellAll(HoldRelay relay) {
    holds().tellAll(relay);
  }

  /** Tells {@code relay} of all keys that these nodes hold or held, as far as was heard. */
  public void tellOf(Set<NodeId> nodes, HoldRelay relay) {
    holds().tellOf(nodes, relay);
  }

  /**
   * Keeps a key out as another node does, which has judged that, and says so itself.
   *
   * @param age for how long it does
   */
  public void hold(NodeId node, FeedId id, Optional<Instant> until, Duration age) {
    holds().addAsElsewhere(node, id, until, age, changes.state().generation());
    changes.tellOfHolds();
  }

  /** Keeps a key out as a node does, or did, of which another one says so. */
  public void holdAsHeard(NodeId node, FeedId id, Optional<Instant> until, Duration age) {
    holds().addAsHeard(node, id, until, age, changes.state());
    changes.tellOfHolds();
  }

  /** Keys that are kept out without a block in the registry, as far as is known in memory. */
  public Set<FeedId> unwritten() {
    RoomState state = changes.state();
    Instant now = changes.now();
    return holds().all().stream()
        .filter(each -> !state.isBlocked(each, now))
        .collect(Collectors.toSet());
  }

  /** Ends what that node holds of a key. */
  public void lift(NodeId node, FeedId id) {
    holds().liftAsElsewhere(node, id);
    changes.tellOfHolds();
  }

  /**
   * Ends all that holds of a key, since another node has just let it in.
   *
   * @param generation which the registry has with that
   */
  public void unblock(FeedId id, long generation) {
    holds().liftAllAsElsewhere(id, generation);
    changes.tellOfHolds();
  }

  /** Ends all that held of a key when somebody let it in, so long ago, and still holds. */
  public void letIn(FeedId id, Duration age) {
    holds().letInAsElsewhere(id, age, changes.state());
    changes.tellOfHolds();
  }
}

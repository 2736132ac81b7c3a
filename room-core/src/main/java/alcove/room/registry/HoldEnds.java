package alcove.room.registry;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ends of holds that left no block: the key was let in, or one node holds it no more. Kept for
 * those who did not hear of it: so many of either, and then the oldest is forgotten. Whether a hold
 * was there before is a matter of how long ago each happened, by the clock of this node alone.
 * Guarded by its owner.
 */
final class HoldEnds {
  /** How many of either are remembered. */
  static final int MOST = 1_000;

  /** What began so shortly before an end may be newer: what it is heard by takes its time. */
  static final Duration DOUBT = Duration.ofSeconds(2);

  private final Recent<FeedId> letIn = new Recent<>();
  private final Recent<Place> lifted = new Recent<>();

  /**
   * A key at one node.
   *
   * @param node empty if that is this one
   */
  private record Place(Optional<NodeId> node, FeedId id) {}

  /** Entries of which the oldest goes when there are too many. */
  private static final class Recent<K> extends LinkedHashMap<K, Instant> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, Instant> eldest) {
      return size() > MOST;
    }

    void note(K key, Instant at) {
      remove(key);
      put(key, at);
    }
  }

  /** Notes that a key was let in at that time. */
  void letIn(FeedId id, Instant at) {
    Instant known = letIn.get(id);
    letIn.note(id, known == null || known.isBefore(at) ? at : known);
  }

  /** Forgets that a key was let in: it is out again. */
  void keepOut(FeedId id) {
    letIn.remove(id);
  }

  /** The same for all of these keys. */
  void keepOut(Set<FeedId> ids) {
    letIn.keySet().removeIf(ids::contains);
  }

  /**
   * Notes that a node holds a key no more.
   *
   * @param node empty if that is this one
   */
  void lift(Optional<NodeId> node, FeedId id, Instant at) {
    lifted.note(new Place(node, id), at);
  }

  /** Forgets that it does not. */
  void hold(Optional<NodeId> node, FeedId id) {
    lifted.remove(new Place(node, id));
  }

  /** Whether a key was let in after a hold began. */
  boolean isLetIn(FeedId id, Instant since) {
    return isAfter(letIn.get(id), since);
  }

  /** Whether a hold of that node that began then was ended by it, or by who let the key in. */
  boolean isOver(NodeId node, FeedId id, Instant since) {
    return isLetIn(id, since) || isAfter(lifted.get(new Place(Optional.of(node), id)), since);
  }

  static boolean isAfter(@Nullable Instant end, Instant since) {
    return end != null && since.plus(DOUBT).isBefore(end);
  }

  /** Goes through all keys that were let in. */
  void eachLetIn(BiConsumer<FeedId, Instant> what) {
    letIn.forEach(what);
  }

  /** All that this node holds no more. */
  Set<FeedId> liftedHere() {
    return lifted.keySet().stream()
        .filter(each -> each.node().isEmpty())
        .map(Place::id)
        .collect(Collectors.toSet());
  }
}

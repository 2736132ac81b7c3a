package alcove.room.registry;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The holds of other nodes: one of each node and key, {@value #MOST} keys at once. Asked on any
 * thread, and changed by one at a time.
 */
final class HoldsElsewhere {
  private static final Logger LOG = LoggerFactory.getLogger(HoldsElsewhere.class);

  /** Keys at once; nodes have far fewer, if they are what they seem. */
  static final int MOST = 10_000;

  private final InstantSource clock;

  /** The maps within are immutable. */
  private final Map<FeedId, Map<NodeId, Holds.Hold>> byId = new ConcurrentHashMap<>();

  /** Whether it was said that there are too many. */
  private boolean isFull;

  HoldsElsewhere(InstantSource clock) {
    this.clock = clock;
  }

  void putAll(HoldsElsewhere other) {
    byId.putAll(other.byId);
  }

  /** Has it be what a node holds of its key; whether there was room for it. */
  boolean put(NodeId node, Holds.Hold hold) {
    if (!byId.containsKey(hold.id()) && !hasRoom()) {
      return false;
    }
    Map<NodeId, Holds.Hold> all = new HashMap<>(byId.getOrDefault(hold.id(), Map.of()));
    all.put(node, hold);
    byId.put(hold.id(), Map.copyOf(all));
    return true;
  }

  /** Those that are over make room. */
  private boolean hasRoom() {
    if (byId.size() < MOST) {
      isFull = false;
      return true;
    }
    Instant now = clock.instant();
    keepAll((_, each) -> each.holds(now));
    boolean hasRoom = byId.size() < MOST;
    if (!hasRoom && !isFull) {
      LOG.error("other nodes keep out more than {} keys: blocks are late here", MOST);
    }
    isFull = !hasRoom;
    return hasRoom;
  }

  /** Ends those of a key that do not stay. */
  void keep(FeedId id, BiPredicate<NodeId, Holds.Hold> stays) {
    Map<NodeId, Holds.Hold> all = new HashMap<>(byId.getOrDefault(id, Map.of()));
    all.entrySet().removeIf(each -> !stays.test(each.getKey(), each.getValue()));
    if (all.isEmpty()) {
      byId.remove(id);
    } else {
      byId.put(id, Map.copyOf(all));
    }
  }

  /** Ends those of all keys that do not stay. */
  void keepAll(BiPredicate<NodeId, Holds.Hold> stays) {
    List.copyOf(byId.keySet()).forEach(id -> keep(id, stays));
  }

  /** Goes through all. */
  void each(BiConsumer<NodeId, Holds.Hold> what) {
    byId.values().forEach(all -> all.forEach(what));
  }

  /** Whether that node holds a key, or did until that was over. */
  boolean has(NodeId node, FeedId id) {
    return byId.getOrDefault(id, Map.of()).containsKey(node);
  }

  /** Whether any does. */
  boolean has(FeedId id) {
    return byId.containsKey(id);
  }

  /** Whether a key is kept out by any. */
  boolean keepOut(FeedId id, Instant now) {
    Map<NodeId, Holds.Hold> all = byId.get(id);
    return all != null && all.values().stream().anyMatch(each -> each.holds(now));
  }
}

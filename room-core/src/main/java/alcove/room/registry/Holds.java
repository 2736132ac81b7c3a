package alcove.room.registry;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that are kept out although the registry does not know it: not yet, or because it could not
 * be written. They are gone with the process. Thread-safe; never blocks.
 *
 * <p>Each node says of a key until when it holds it in all, or that it does not any more, and ends
 * nothing of others by that. Only a registry that has the block, or lets the key in, ends all.
 */
public final class Holds {
  private static final Logger LOG = LoggerFactory.getLogger(Holds.class);

  /** Keys that other nodes keep out at once; they have far fewer, if they are what they seem. */
  public static final int MOST_ELSEWHERE = 10_000;

  private final Map<FeedId, List<Hold>> byId = new ConcurrentHashMap<>();

  /** Those of other nodes: one of each node and key, the maps within immutable. */
  private final Map<FeedId, Map<NodeId, Hold>> elsewhere = new ConcurrentHashMap<>();

  /** Whether it was said that there are too many elsewhere. */
  private boolean isFull;

  private volatile HoldRelay relay = HoldRelay.NONE;

  /** One of them, each by itself: the same key may be held more than once. */
  public static final class Hold {
    private final FeedId id;
    private final Optional<Instant> until;

    /** By which generation of the registry this node judged when it began here. */
    private final long generation;

    private Hold(FeedId id, Optional<Instant> until, long generation) {
      this.id = id;
      this.until = until;
      this.generation = generation;
    }

    private boolean lastsNoLongerThan(Optional<Instant> end) {
      return end.isEmpty() || (until.isPresent() && !until.get().isAfter(end.get()));
    }

    /** Whether these are blocks that last as long. */
    boolean isKept(Map<FeedId, Optional<Instant>> blocked) {
      Optional<Instant> kept = blocked.get(id);
      return kept != null && lastsNoLongerThan(kept);
    }

    private boolean holds(Instant now) {
      return until.isEmpty() || now.isBefore(until.get());
    }
  }

  /** The same now, of which nobody else hears, and which go their own way from here. */
  synchronized Holds copy() {
    Holds copy = new Holds();
    copy.byId.putAll(byId);
    copy.elsewhere.putAll(elsewhere);
    return copy;
  }

  /** Keeps a key out from this moment on, as was judged by this generation. */
  Hold add(FeedId id, Optional<Instant> until, long generation) {
    Hold hold = new Hold(id, until, generation);
    restore(hold);
    return hold;
  }

  /** Has other nodes hear of holds from now on. */
  void relayTo(HoldRelay other) {
    relay = other;
  }

  /**
   * Keeps a key out for as long as another node does, which may have said otherwise before. One
   * that is too many is not, until the registry has it.
   */
  synchronized void addAsElsewhere(
      NodeId node, FeedId id, Optional<Instant> until, long generation, Instant now) {
    if (!elsewhere.containsKey(id) && !hasRoomElsewhere(now)) {
      return;
    }
    Map<NodeId, Hold> all = new HashMap<>(elsewhere.getOrDefault(id, Map.of()));
    all.put(node, new Hold(id, until, generation));
    elsewhere.put(id, Map.copyOf(all));
  }

  private boolean hasRoomElsewhere(Instant now) {
    if (elsewhere.size() < MOST_ELSEWHERE) {
      isFull = false;
      return true;
    }
    for (FeedId id : List.copyOf(elsewhere.keySet())) {
      keepElsewhere(id, each -> each.getValue().holds(now));
    }
    boolean hasRoom = elsewhere.size() < MOST_ELSEWHERE;
    if (!hasRoom && !isFull) {
      LOG.error("other nodes keep out more than {} keys: blocks are late here", MOST_ELSEWHERE);
    }
    isFull = !hasRoom;
    return hasRoom;
  }

  /** Ends that of one node. */
  synchronized void liftAsElsewhere(NodeId node, FeedId id) {
    keepElsewhere(id, each -> !each.getKey().equals(node));
  }

  /** Ends those that began before the registry let the key in, which another node has done. */
  synchronized void liftAllAsElsewhere(FeedId id, long generation) {
    List<Hold> here = byId.getOrDefault(id, List.of());
    List<Hold> newer = here.stream().filter(each -> each.generation >= generation).toList();
    if (newer.isEmpty()) {
      byId.remove(id);
    } else {
      keep(id, newer);
    }
    keepElsewhere(id, each -> each.getValue().generation >= generation);
  }

  private void keepElsewhere(FeedId id, Predicate<Map.Entry<NodeId, Hold>> stays) {
    Map<NodeId, Hold> all = new HashMap<>(elsewhere.getOrDefault(id, Map.of()));
    all.entrySet().removeIf(stays.negate());
    if (all.isEmpty()) {
      elsewhere.remove(id);
    } else {
      elsewhere.put(id, Map.copyOf(all));
    }
  }

  /** Ends those that the registry has as blocks now, which last as long. */
  synchronized void forgetKept(Map<FeedId, Optional<Instant>> blocked) {
    byId.entrySet().removeIf(each -> longest(each.getValue()).isKept(blocked));
    for (FeedId id : List.copyOf(elsewhere.keySet())) {
      Optional<Instant> kept = blocked.get(id);
      if (kept != null) {
        keepElsewhere(id, each -> !each.getValue().lastsNoLongerThan(kept));
      }
    }
  }

  /** Has a hold hold that may have been forgotten; whether it was. */
  synchronized boolean restore(Hold hold) {
    List<Hold> there = byId.getOrDefault(hold.id, List.of());
    if (there.contains(hold)) {
      return false;
    }
    keep(hold.id, Stream.concat(there.stream(), Stream.of(hold)).toList());
    return true;
  }

  /** Has these be what is held of a key here, and says so. */
  private void keep(FeedId id, List<Hold> all) {
    if (all.isEmpty()) {
      byId.remove(id);
      relay.lifted(id);
    } else {
      byId.put(id, all);
      relay.held(id, longest(all).until);
    }
  }

  private static Hold longest(List<Hold> all) {
    Hold longest = all.getFirst();
    for (Hold each : all) {
      longest = longest.lastsNoLongerThan(each.until) ? each : longest;
    }
    return longest;
  }

  /** Ends one; others of the same key stay. */
  synchronized void lift(Hold hold) {
    List<Hold> there = byId.getOrDefault(hold.id, List.of());
    keep(hold.id, there.stream().filter(each -> each != hold).toList());
  }

  /**
   * Ends all of one key, since the registry has its block now; but for those of other nodes that
   * last longer, which these have to end.
   */
  synchronized void forget(FeedId id, Optional<Instant> kept) {
    List<Hold> there = byId.remove(id);
    if (there != null && !longest(there).lastsNoLongerThan(kept)) {
      // others would wait for a block that lasts as long
      relay.held(id, kept);
    }
    keepElsewhere(id, each -> !each.getValue().lastsNoLongerThan(kept));
  }

  /** Ends all of one key, here and elsewhere, since the registry lets it in by this generation. */
  synchronized void liftAll(FeedId id, long generation) {
    relay.unblocked(id, generation);
    liftAllAsElsewhere(id, generation);
  }

  /**
   * Tells {@code other} of all that hold here now, as if they had just begun, and of what was heard
   * of other nodes.
   */
  synchronized void tellAll(HoldRelay other) {
    byId.forEach((id, all) -> other.held(id, longest(all).until));
    elsewhere.forEach(
        (id, all) -> all.forEach((node, hold) -> other.heldElsewhere(node, id, hold.until)));
  }

  /** Whether this one still keeps a key out. */
  boolean has(Hold hold, Instant now) {
    return hold.holds(now) && byId.getOrDefault(hold.id, List.of()).contains(hold);
  }

  /** Whether there is one of this key, over or not. */
  boolean has(FeedId id) {
    return byId.containsKey(id) || elsewhere.containsKey(id);
  }

  /** Whether it is kept out. */
  boolean keepOut(FeedId id, InstantSource clock) {
    List<Hold> here = byId.get(id);
    Map<NodeId, Hold> others = elsewhere.get(id);
    return (here != null && here.stream().anyMatch(hold -> hold.holds(clock.instant())))
        || (others != null
            && others.values().stream().anyMatch(hold -> hold.holds(clock.instant())));
  }
}

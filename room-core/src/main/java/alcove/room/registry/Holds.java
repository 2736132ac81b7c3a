package alcove.room.registry;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keys that are kept out although the registry does not know it: not yet, or because it could not
 * be written. They are gone with the process. Thread-safe; never blocks.
 *
 * <p>Each node says of a key until when it holds it in all, or that it does not any more, and ends
 * nothing of others by that. Only a registry that has the block, or lets the key in, ends all.
 */
public final class Holds {
  private final InstantSource clock;

  /** Those of this node: of each key in their order. */
  private final Map<FeedId, List<Hold>> byId = new ConcurrentHashMap<>();

  private final HoldsElsewhere elsewhere;
  private final HoldEnds ends = new HoldEnds();

  /** How many began here. */
  private long begun;

  private volatile HoldRelay relay = HoldRelay.NONE;

  Holds(InstantSource clock) {
    this.clock = clock;
    this.elsewhere = new HoldsElsewhere(clock);
  }

  /** One of them, each by itself: the same key may be held more than once. */
  public static final class Hold {
    private final FeedId id;
    private final Optional<Instant> until;

    /** When it began, by the clock of this node. */
    private final Instant since;

    /** Its place among those that began here. */
    private final long number;

    /** By which generation of the registry this node judged when it began here. */
    private long generation;

    private Hold(FeedId id, Optional<Instant> until, Instant since, long number, long generation) {
      this.id = id;
      this.until = until;
      this.since = since;
      this.number = number;
      this.generation = generation;
    }

    private boolean lastsNoLongerThan(Optional<Instant> end) {
      return end.isEmpty() || (until.isPresent() && !until.get().isAfter(end.get()));
    }

    /** Whether these are blocks that last as long. */
    private boolean isKept(Map<FeedId, Optional<Instant>> blocked) {
      Optional<Instant> kept = blocked.get(id);
      return kept != null && lastsNoLongerThan(kept);
    }

    boolean holds(Instant now) {
      return until.isEmpty() || now.isBefore(until.get());
    }

    private void limitGeneration(long most) {
      generation = Math.min(generation, most);
    }

    FeedId id() {
      return id;
    }
  }

  /** The same now, of which nobody else hears, and which go their own way from here. */
  synchronized Holds copy() {
    Holds copy = new Holds(clock);
    copy.byId.putAll(byId);
    copy.elsewhere.putAll(elsewhere);
    copy.begun = begun;
    return copy;
  }

  /** Keeps a key out from this moment on, as was judged by this generation. */
  synchronized Hold add(FeedId id, Optional<Instant> until, long generation) {
    Hold hold = new Hold(id, until, clock.instant(), ++begun, generation);
    List<Hold> before = byId.getOrDefault(id, List.of());
    keep(id, Stream.concat(before.stream(), Stream.of(hold)).toList());
    return hold;
  }

  /** Has other nodes hear of holds from now on. */
  void relayTo(HoldRelay other) {
    relay = other;
  }

  /**
   * Keeps a key out for as long as another node does, which may have said otherwise before. One
   * that is too many is not, until the registry has it; nor one that began before somebody let the
   * key in, of which that node is yet to hear.
   */
  synchronized void addAsElsewhere(
      NodeId node, FeedId id, Optional<Instant> until, Duration age, long generation) {
    Hold hold = new Hold(id, until, ago(age), 0, generation);
    ends.hold(Optional.of(node), id);
    if (!ends.isLetIn(id, hold.since)) {
      put(node, hold);
    }
  }

  /**
   * Keeps a key out as somebody has heard that a node did: unless it is known that this was over
   * since, or that node said itself what it holds, or the registry has a block that lasts as long.
   */
  synchronized void addAsHeard(
      NodeId node, FeedId id, Optional<Instant> until, Duration age, RoomState state) {
    Hold hold = new Hold(id, until, ago(age), 0, state.generation());
    if (!ends.isOver(node, id, hold.since)
        && !elsewhere.has(node, id)
        && !hold.isKept(state.blocked())) {
      put(node, hold);
    }
  }

  private void put(NodeId node, Hold hold) {
    if (elsewhere.put(node, hold)) {
      ends.keepOut(hold.id);
    }
  }

  private Instant ago(Duration age) {
    return clock.instant().minus(age);
  }

  /** Ends that of one node. */
  synchronized void liftAsElsewhere(NodeId node, FeedId id) {
    ends.lift(Optional.of(node), id, clock.instant());
    elsewhere.keep(id, (holder, _) -> !holder.equals(node));
  }

  /** Ends those that began before the registry let the key in, which another node has done. */
  synchronized void liftAllAsElsewhere(FeedId id, long generation) {
    keepHere(id, each -> each.generation >= generation);
    elsewhere.keep(id, (_, each) -> each.generation >= generation);
    if (!has(id)) {
      ends.letIn(id, clock.instant());
    }
  }

  /** The same where that was so long ago, and the registry has no block of the key since. */
  synchronized void letInAsElsewhere(FeedId id, Duration age, RoomState state) {
    Instant end = ago(age);
    keepHere(id, each -> !HoldEnds.isAfter(end, each.since));
    elsewhere.keep(id, (_, each) -> !HoldEnds.isAfter(end, each.since));
    if (!has(id) && !state.isBlocked(id, clock.instant())) {
      ends.letIn(id, end);
    }
  }

  /** Ends those of this node that do not stay, of which the others hear. */
  private void keepHere(FeedId id, Predicate<Hold> stays) {
    List<Hold> here = byId.getOrDefault(id, List.of());
    List<Hold> left = here.stream().filter(stays).toList();
    if (left.size() < here.size()) {
      keep(id, left);
    }
  }

  /** Ends those that the registry has as blocks now, which last as long. */
  synchronized void forgetKept(Map<FeedId, Optional<Instant>> blocked) {
    byId.entrySet().removeIf(each -> longest(each.getValue()).isKept(blocked));
    elsewhere.keepAll((_, each) -> !each.isKept(blocked));
    ends.keepOut(blocked.keySet());
  }

  /**
   * Takes note that the registry was lost, and has this generation now. Where that is less than
   * before, changes were lost with it, and holds that were judged by those are older than all that
   * is changed from now on.
   */
  synchronized void limitGenerations(long most) {
    byId.values().forEach(all -> all.forEach(each -> each.limitGeneration(most)));
    elsewhere.each((_, each) -> each.limitGeneration(most));
  }

  /** Has these be what is held of a key here, and says so. */
  private void keep(FeedId id, List<Hold> all) {
    if (all.isEmpty()) {
      byId.remove(id);
      ends.lift(Optional.empty(), id, clock.instant());
      relay.lifted(id);
    } else {
      byId.put(id, all);
      ends.keepOut(id);
      ends.hold(Optional.empty(), id);
      tell(relay, id, all);
    }
  }

  private void tell(HoldRelay other, FeedId id, List<Hold> all) {
    other.held(id, longest(all).until, age(all.getLast()));
  }

  private Duration age(Hold hold) {
    return Duration.between(hold.since, clock.instant());
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
    keepHere(hold.id, each -> each != hold);
  }

  /**
   * Ends one, since the registry has its block now, and those of the key that began here before it,
   * also where they last longer; but no other, nor those of other nodes that last longer, which
   * these have to end.
   */
  synchronized void forget(Hold done, Optional<Instant> kept) {
    FeedId id = done.id;
    List<Hold> there = byId.getOrDefault(id, List.of());
    List<Hold> newer = there.stream().filter(each -> each.number > done.number).toList();
    ends.keepOut(id);
    if (!newer.isEmpty()) {
      keep(id, newer);
    } else if (byId.remove(id) != null && !longest(there).lastsNoLongerThan(kept)) {
      // others would wait for a block that lasts as long
      relay.held(id, kept, age(done));
    }
    elsewhere.keep(id, (_, each) -> !each.lastsNoLongerThan(kept));
  }

  /** Ends all of one key, here and elsewhere, since the registry lets it in by this generation. */
  synchronized void liftAll(FeedId id, long generation) {
    relay.unblocked(id, generation);
    liftAllAsElsewhere(id, generation);
  }

  /**
   * Tells {@code other} of all that hold here now, as if they had just begun, and of what was heard
   * of other nodes; before that, of holds that have ended.
   */
  synchronized void tellAll(HoldRelay other) {
    Instant now = clock.instant();
    ends.eachLetIn((id, at) -> other.letIn(id, Duration.between(at, now)));
    ends.liftedHere().forEach(other::lifted);
    byId.forEach((id, all) -> tell(other, id, all));
    elsewhere.each((node, hold) -> other.heldElsewhere(node, hold.id, hold.until, age(hold)));
  }

  /** Tells {@code other} of all that was heard of these nodes. */
  synchronized void tellOf(Set<NodeId> nodes, HoldRelay other) {
    elsewhere.each(
        (node, hold) -> {
          if (nodes.contains(node)) {
            other.heldElsewhere(node, hold.id, hold.until, age(hold));
          }
        });
  }

  /** Whether this one still keeps a key out. */
  boolean has(Hold hold) {
    return hold.holds(clock.instant()) && byId.getOrDefault(hold.id, List.of()).contains(hold);
  }

  /** Whether there is one of this key, over or not. */
  boolean has(FeedId id) {
    return byId.containsKey(id) || elsewhere.has(id);
  }

  /** Keys that are kept out now. */
  synchronized Set<FeedId> all() {
    Set<FeedId> all = new HashSet<>(byId.keySet());
    elsewhere.each((_, hold) -> all.add(hold.id));
    all.removeIf(each -> !keepOut(each));
    return all;
  }

  /** Whether it is kept out. */
  boolean keepOut(FeedId id) {
    List<Hold> here = byId.get(id);
    Instant now = clock.instant();
    return (here != null && here.stream().anyMatch(hold -> hold.holds(now)))
        || elsewhere.keepOut(id, now);
  }
}

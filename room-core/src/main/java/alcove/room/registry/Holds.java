package alcove.room.registry;

import alcove.identity.FeedId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Keys that are kept out although the registry does not know it: not yet, or because it could not
 * be written. They are gone with the process. Thread-safe; never blocks.
 */
public final class Holds {
  private final Map<FeedId, List<Hold>> byId = new ConcurrentHashMap<>();

  /** Those of other nodes, the last of each key. */
  private final Map<FeedId, Hold> elsewhere = new ConcurrentHashMap<>();

  private volatile HoldRelay relay = HoldRelay.NONE;

  /** One of them, each by itself: the same key may be held more than once. */
  public static final class Hold {
    private final FeedId id;
    private final Optional<Instant> until;

    private Hold(FeedId id, Optional<Instant> until) {
      this.id = id;
      this.until = until;
    }

    private boolean lastsNoLongerThan(Optional<Instant> end) {
      return end.isEmpty() || (until.isPresent() && !until.get().isAfter(end.get()));
    }

    private boolean holds(Instant now) {
      return until.isEmpty() || now.isBefore(until.get());
    }
  }

  /** Keeps a key out from this moment on. */
  Hold add(FeedId id, Optional<Instant> until) {
    Hold hold = new Hold(id, until);
    restore(hold);
    return hold;
  }

  /** Has other nodes hear of holds from now on. */
  void relayTo(HoldRelay other) {
    relay = other;
  }

  /** Keeps a key out that another node keeps out. */
  void addAsElsewhere(FeedId id, Optional<Instant> until) {
    elsewhere.put(id, new Hold(id, until));
  }

  /** Ends that. */
  void liftAsElsewhere(FeedId id) {
    elsewhere.remove(id);
  }

  /** Ends those of other nodes that the registry has as blocks now, which last as long. */
  void forgetKept(Map<FeedId, Optional<Instant>> blocked) {
    elsewhere
        .entrySet()
        .removeIf(
            each -> {
              Optional<Instant> kept = blocked.get(each.getKey());
              return kept != null && each.getValue().lastsNoLongerThan(kept);
            });
  }

  /** Has a hold hold that may have been forgotten; whether it was. */
  boolean restore(Hold hold) {
    if (byId.getOrDefault(hold.id, List.of()).contains(hold)) {
      return false;
    }
    byId.merge(
        hold.id,
        List.of(hold),
        (there, one) -> Stream.concat(there.stream(), one.stream()).toList());
    relay.held(hold.id, hold.until);
    return true;
  }

  /** Ends one; others of the same key stay. */
  void lift(Hold hold) {
    byId.computeIfPresent(
        hold.id,
        (id, there) -> {
          List<Hold> rest = there.stream().filter(each -> each != hold).toList();
          return rest.isEmpty() ? null : rest;
        });
    if (!byId.containsKey(hold.id)) {
      relay.lifted(hold.id);
    }
  }

  /** Ends all of one key, since the registry has its block now. */
  void forget(FeedId id) {
    byId.remove(id);
    elsewhere.remove(id);
  }

  /** Ends all of one key, here and elsewhere, since it is let in again. */
  void liftAll(FeedId id) {
    forget(id);
    relay.lifted(id);
  }

  /** Whether there is one of this key, over or not. */
  boolean has(FeedId id) {
    return byId.containsKey(id) || elsewhere.containsKey(id);
  }

  /** Whether it is kept out. */
  boolean keepOut(FeedId id, InstantSource clock) {
    List<Hold> here = byId.get(id);
    Hold other = elsewhere.get(id);
    return (here != null && here.stream().anyMatch(hold -> hold.holds(clock.instant())))
        || (other != null && other.holds(clock.instant()));
  }
}

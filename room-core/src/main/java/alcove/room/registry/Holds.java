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

  /** One of them, each by itself: the same key may be held more than once. */
  public static final class Hold {
    private final FeedId id;
    private final Optional<Instant> until;

    private Hold(FeedId id, Optional<Instant> until) {
      this.id = id;
      this.until = until;
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

  /** Has a hold hold that may have been forgotten; whether it was. */
  boolean restore(Hold hold) {
    if (byId.getOrDefault(hold.id, List.of()).contains(hold)) {
      return false;
    }
    byId.merge(
        hold.id,
        List.of(hold),
        (there, one) -> Stream.concat(there.stream(), one.stream()).toList());
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
  }

  /** Ends all of one key, since the registry says now what is to become of it. */
  void forget(FeedId id) {
    byId.remove(id);
  }

  /** Whether there is one of this key, over or not. */
  boolean has(FeedId id) {
    return byId.containsKey(id);
  }

  /** Whether it is kept out. */
  boolean keepOut(FeedId id, InstantSource clock) {
    List<Hold> there = byId.get(id);
    return there != null && there.stream().anyMatch(hold -> hold.holds(clock.instant()));
  }
}

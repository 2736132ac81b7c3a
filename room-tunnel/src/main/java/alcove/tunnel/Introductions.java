package alcove.tunnel;

import alcove.identity.FeedId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pairs of keys that the program itself has made up, to try whether peers can meet: they may come
 * in and lead to one another, whatever the room's mode, and nothing more than strangers besides.
 * Thread-safe.
 */
final class Introductions {
  private final Map<FeedId, FeedId> pairs = new ConcurrentHashMap<>();

  /** Lets the two in until what this returns runs. */
  Runnable add(FeedId one, FeedId other) {
    pairs.put(one, other);
    pairs.put(other, one);
    return () -> {
      pairs.remove(one, other);
      pairs.remove(other, one);
    };
  }

  /** Whether this is one of such a pair. */
  boolean knows(FeedId peer) {
    return pairs.containsKey(peer);
  }

  /** Whether the two are such a pair. */
  boolean joins(FeedId origin, FeedId target) {
    FeedId partner = pairs.get(origin);
    return partner != null && partner.equals(target);
  }
}

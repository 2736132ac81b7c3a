package alcove.tunnel.splice;

import alcove.identity.FeedId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many tunnels from one peer to another wait for an answer, whichever connections they use.
 * Thread-safe; remembers a pair only while one of its tunnels waits.
 */
final class PendingPairs {
  private record Pair(FeedId origin, FeedId target) {}

  private final int most;
  private final Map<Pair, Integer> waiting = new ConcurrentHashMap<>();

  PendingPairs(int most) {
    this.most = most;
  }

  /** Counts one more, or says false when there are as many as may be. */
  boolean take(FeedId origin, FeedId target) {
    if (waiting.merge(new Pair(origin, target), 1, Integer::sum) <= most) {
      return true;
    }
    giveBack(origin, target);
    return false;
  }

  /** Counts one less. */
  void giveBack(FeedId origin, FeedId target) {
    waiting.computeIfPresent(
        new Pair(origin, target), (pair, count) -> count == 1 ? null : Integer.valueOf(count - 1));
  }
}

package alcove.tunnel.presence;

import alcove.identity.FeedId;
import alcove.limits.TokenBucket;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The allowance of news about one peer: how often everybody is told of it, however often it comes
 * and goes. Confined to presence's event loop.
 */
final class News {
  private static final double PER_SECOND = 1.0 / 3;
  private static final int BURST = 3;

  private final Map<FeedId, TokenBucket> buckets = new HashMap<>();
  private final LongSupplier nanoTime;

  News(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether others may be told of {@code who} now; if not, they are told later. */
  boolean mayTell(FeedId who) {
    return buckets
        .computeIfAbsent(who, key -> new TokenBucket(PER_SECOND, BURST, nanoTime))
        .tryTake();
  }

  /** Forgets those of whom little was told lately; to be called now and then. */
  void forget() {
    buckets.values().removeIf(TokenBucket::isFull);
  }
}

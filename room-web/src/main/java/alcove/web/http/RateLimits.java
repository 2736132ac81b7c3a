package alcove.web.http;

import alcove.limits.TokenBucket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rate limits of all clients, and what each has used of them. Thread-safe.
 *
 * <p>Clients are remembered until their buckets are full again, and {@value #MOST_CLIENTS} of them
 * at most for each purpose; beyond that the one that was away longest is forgotten.
 */
public final class RateLimits {
  static final int MOST_CLIENTS = 8192;
  private static final long SWEEP = Duration.ofMinutes(1).toNanos();

  private final Map<RateLimit, Map<String, TokenBucket>> buckets = new EnumMap<>(RateLimit.class);
  private final LongSupplier nanoTime;
  private long swept;

  /** Limits that nobody has used yet, by a monotonic clock in nanoseconds. */
  public RateLimits(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.swept = nanoTime.getAsLong();
  }

  /**
   * Takes a permit.
   *
   * @param client what its limits go by, null if none apply to it
   * @return whether there was one
   */
  public synchronized boolean admit(RateLimit limit, @Nullable String client) {
    sweep();
    return client == null || bucket(limit, client).tryTake();
  }

  /** Takes what it costs that the client asked for something that is not there. */
  synchronized void missed(RateLimit limit, @Nullable String client) {
    if (client != null) {
      TokenBucket bucket = bucket(limit, client);
      for (int i = 0; i < limit.costOfMiss(); i++) {
        bucket.tryTake();
      }
    }
  }

  private TokenBucket bucket(RateLimit limit, String client) {
    return buckets
        .computeIfAbsent(limit, _ -> new LeastRecentlySeen())
        .computeIfAbsent(client, _ -> new TokenBucket(limit.perSecond(), limit.burst(), nanoTime));
  }

  private void sweep() {
    long now = nanoTime.getAsLong();
    if (now - swept >= SWEEP) {
      swept = now;
      buckets.values().forEach(each -> each.values().removeIf(TokenBucket::isFull));
    }
  }

  /** How many clients it remembers, for all purposes. */
  synchronized int size() {
    return buckets.values().stream().mapToInt(Map::size).sum();
  }

  private static final class LeastRecentlySeen extends LinkedHashMap<String, TokenBucket> {
    private LeastRecentlySeen() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
      return size() > MOST_CLIENTS;
    }
  }
}

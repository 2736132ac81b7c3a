package alcove.web.http;

import alcove.limits.TokenBuckets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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

  private final Map<RateLimit, TokenBuckets> buckets = new EnumMap<>(RateLimit.class);

  /** Limits that nobody has used yet, by a monotonic clock in nanoseconds. */
  public RateLimits(LongSupplier nanoTime) {
    for (RateLimit each : RateLimit.values()) {
      buckets.put(each, new TokenBuckets(each.perSecond(), each.burst(), MOST_CLIENTS, nanoTime));
    }
  }

  /**
   * Takes a permit.
   *
   * @param client what its limits go by, null if none apply to it
   * @return whether there was one
   */
  public boolean admit(RateLimit limit, @Nullable String client) {
    buckets.values().forEach(TokenBuckets::sweep);
    return client == null || of(limit).tryTake(client);
  }

  /** Takes what it costs that the client asked for something that is not there. */
  void missed(RateLimit limit, @Nullable String client) {
    if (client != null) {
      for (int i = 0; i < limit.costOfMiss(); i++) {
        of(limit).tryTake(client);
      }
    }
  }

  private TokenBuckets of(RateLimit limit) {
    return Objects.requireNonNull(buckets.get(limit));
  }

  /** How many clients it remembers, for all purposes. */
  int size() {
    return buckets.values().stream().mapToInt(TokenBuckets::size).sum();
  }
}

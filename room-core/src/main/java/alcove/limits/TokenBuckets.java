package alcove.limits;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A rate limit for each of many names, such as addresses or accounts. A name is remembered until
 * its bucket is full again; beyond so many at once the one that was away longest is forgotten.
 * Thread-safe.
 */
public final class TokenBuckets {
  private static final long BETWEEN_SWEEPS = Duration.ofMinutes(1).toNanos();

  private final double perSecond;
  private final int burst;
  private final int most;
  private final LongSupplier nanoTime;
  private final Map<String, TokenBucket> byName = new LinkedHashMap<>(16, 0.75f, true);
  private long swept;

  /**
   * Limits that nobody has used yet.
   *
   * @param perSecond permits that come back to each name in a second
   * @param burst permits of each name at once
   * @param most names that are remembered
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public TokenBuckets(double perSecond, int burst, int most, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.most = most;
    this.nanoTime = nanoTime;
    this.swept = nanoTime.getAsLong();
  }

  /** Takes one permit of a name, or says false when there is none. */
  public synchronized boolean tryTake(String name) {
    sweep();
    TokenBucket bucket =
        byName.computeIfAbsent(name, _ -> new TokenBucket(perSecond, burst, nanoTime));
    if (byName.size() > most) {
      byName.remove(byName.keySet().iterator().next());
    }
    return bucket.tryTake();
  }

  /** Gives one permit back that was taken for nothing. */
  public synchronized void giveBack(String name) {
    TokenBucket bucket = byName.get(name);
    if (bucket != null) {
      bucket.giveBack();
    }
  }

  /** Counts from nothing again. */
  public synchronized void forgive(String name) {
    byName.remove(name);
  }

  /** Forgets, once a minute, the names whose buckets are full again. */
  public synchronized void sweep() {
    long now = nanoTime.getAsLong();
    if (now - swept >= BETWEEN_SWEEPS) {
      swept = now;
      byName.values().removeIf(TokenBucket::isFull);
    }
  }

  /** How many names are remembered. */
  public synchronized int size() {
    return byName.size();
  }
}

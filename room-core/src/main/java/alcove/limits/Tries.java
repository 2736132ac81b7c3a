package alcove.limits;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often something may be tried, counted by what it is tried on. Of more than 4,096 at once the
 * longest known is forgotten. Thread-safe.
 */
public final class Tries {
  private static final int MOST_COUNTED = 4096;

  private final double perSecond;
  private final int burst;
  private final LongSupplier nanoTime;
  private final Map<String, TokenBucket> buckets = new LinkedHashMap<>();

  /** So many at once, and so many a second after that. */
  public Tries(double perSecond, int burst, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /** Counts one try; false if it is one too many. */
  public synchronized boolean admit(String what) {
    TokenBucket bucket = buckets.get(what);
    if (bucket == null) {
      makeRoom();
      bucket = new TokenBucket(perSecond, burst, nanoTime);
      buckets.put(what, bucket);
    }
    return bucket.tryTake();
  }

  private void makeRoom() {
    if (buckets.size() >= MOST_COUNTED) {
      buckets.values().removeIf(TokenBucket::isFull);
    }
    if (buckets.size() >= MOST_COUNTED) {
      buckets.remove(buckets.keySet().iterator().next());
    }
  }

  /** Counts from nothing again. */
  public synchronized void forgive(String what) {
    buckets.remove(what);
  }
}

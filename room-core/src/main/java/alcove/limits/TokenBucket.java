package alcove.limits;

import java.util.function.LongSupplier;

/**
 * A rate limit: so many permits a second, and a burst that fills up while nobody asks. Confined to
 * one thread, or guarded by its owner.
 */
public final class TokenBucket {
  private static final double NANOS = 1e9;

  private final double perNano;
  private final double burst;
  private final LongSupplier nanoTime;
  private double tokens;
  private long last;

  /**
   * A full bucket.
   *
   * @param perSecond permits that come back each second
   * @param burst permits that it holds at most
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public TokenBucket(double perSecond, int burst, LongSupplier nanoTime) {
    this.perNano = perSecond / NANOS;
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.tokens = burst;
    this.last = nanoTime.getAsLong();
  }

  /** Takes one permit, or says false when there is none. */
  public boolean tryTake() {
    return tryTake(1);
  }

  /** Takes so many permits at once, or none and says false when there are too few. */
  public boolean tryTake(int permits) {
    refill();
    if (tokens < permits) {
      return false;
    }
    tokens -= permits;
    return true;
  }

  /** Gives one permit back that was taken for nothing. */
  public void giveBack() {
    refill();
    tokens = Math.min(burst, tokens + 1);
  }

  /** Whether it is as full as it can be, so that a new one would do as well. */
  public boolean isFull() {
    refill();
    return tokens >= burst;
  }

  private void refill() {
    long now = nanoTime.getAsLong();
    tokens = Math.min(burst, tokens + (now - last) * perNano);
    last = now;
  }
}

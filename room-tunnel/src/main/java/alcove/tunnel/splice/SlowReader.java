package alcove.tunnel.splice;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * Judges the reader of one direction by what it takes while its source has to wait for it. Confined
 * to the reader's event loop.
 */
final class SlowReader {
  private final TunnelLimits limits;
  private long lastTaken;
  private long backlogSince;
  private long takenInWindow;
  private boolean backlog;

  SlowReader(TunnelLimits limits, long now) {
    this.limits = limits;
    this.lastTaken = now;
  }

  /** Nothing was held so far, now something is. */
  void begin(long now) {
    lastTaken = now;
  }

  void took(long bytes, long now) {
    lastTaken = now;
    takenInWindow += bytes;
  }

  /**
   * Whether the tunnel has to end: nothing was taken for so long that the source must not wait any
   * more, or too little for longer. To be asked once a second.
   *
   * @param shared whether the source carries other tunnels
   * @param draining whether the reader's system takes anything, seen finer than by {@link #took}
   */
  boolean isTooSlow(Flow flow, boolean shared, Predicate<Duration> draining, long now) {
    boolean stalled =
        flow.isPaused()
            && now - lastTaken >= limits.stall().toNanos()
            && !draining.test(limits.stall());
    return isTooSlow(flow.held(), shared, now) || stalled;
  }

  private boolean isTooSlow(long held, boolean shared, long now) {
    boolean waits = held > limits.scarceMark() / 2;
    if (!waits || !backlog) {
      restart(waits, now);
      return false;
    }
    if (now - backlogSince < limits.slowWindow().toNanos()) {
      return false;
    }
    boolean slow = takenInWindow < limits.slowRate() * limits.slowWindow().toSeconds();
    restart(true, now);
    return slow && shared;
  }

  private void restart(boolean waits, long now) {
    backlog = waits;
    backlogSince = now;
    takenInWindow = 0;
  }
}

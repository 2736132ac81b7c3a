package alcove.tunnel.splice;

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
   * Whether the tunnel has to end.
   *
   * @param paused whether the source waits for this reader
   * @param held bytes held for it
   * @param shared whether the source carries other tunnels
   */
  boolean isTooSlow(boolean paused, long held, boolean shared, long now) {
    if (paused && now - lastTaken >= limits.stall().toNanos()) {
      return true;
    }
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

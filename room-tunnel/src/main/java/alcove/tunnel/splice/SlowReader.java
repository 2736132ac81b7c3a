package alcove.tunnel.splice;

import org.jspecify.annotations.Nullable;

/**
 * Judges the reader of one direction by what it takes while others wait: while its source carries
 * other tunnels or calls, and is not read from because a reader does not keep up. Who keeps nobody
 * waiting may take as long as it likes, and who keeps only {@link Waiting#QUIET} ones waiting, four
 * times as long. Confined to the reader's event loop; times are in nanoseconds.
 */
final class SlowReader {
  private static final long SECOND = 1_000_000_000;

  /** Of the time of those who may have nothing to carry, one part in so many counts. */
  private static final int QUIET_SHARE = 4;

  private final FlowLimits limits;
  private long lastLook;
  private long lastProgress;
  private long waitedForNothing;
  private long waited;
  private long taken;

  SlowReader(FlowLimits limits) {
    this.limits = limits;
  }

  /** Looks from now on. */
  void begin(long now) {
    lastLook = now;
  }

  /** The reader's connection has taken {@code bytes} of this direction. */
  void took(long bytes) {
    taken += bytes;
    waitedForNothing = 0;
  }

  /**
   * Looks at what has become of the time since the last look, once a second.
   *
   * @param others who else waits for the source
   * @param progress changes whenever the reader's system takes something, seen finer than by {@link
   *     #took}
   * @return why the tunnel has to make way, as long as it does; otherwise null
   */
  @Nullable EndReason judge(Flow flow, Waiting others, long progress, long now) {
    long step = now - lastLook;
    lastLook = now;
    if (progress != lastProgress) {
      lastProgress = progress;
      waitedForNothing = 0;
    }
    if (flow.held() <= limits.scarceMark() / 2) {
      waitedForNothing = 0;
      restart();
      return null;
    }
    long counted =
        switch (others) {
          case NOBODY -> 0;
          case QUIET -> step / QUIET_SHARE;
          case BUSY -> step;
        };
    waitedForNothing += counted;
    waited += counted;
    return verdict(flow.isPaused() && others != Waiting.NOBODY);
  }

  private @Nullable EndReason verdict(boolean isInTheWay) {
    boolean windowIsOver = waited >= limits.slowWindow().toNanos();
    if (windowIsOver && taken >= limits.slowRate() * (waited / SECOND)) {
      restart();
      windowIsOver = false;
    }
    if (!isInTheWay) {
      return null;
    }
    if (waitedForNothing >= limits.stall().toNanos()) {
      return EndReason.STALLED_READER;
    }
    return windowIsOver ? EndReason.SLOW_READER : null;
  }

  private void restart() {
    waited = 0;
    taken = 0;
  }
}

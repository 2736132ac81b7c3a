package alcove.tunnel.splice;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The books of one direction of a tunnel: every byte from the box it was opened from to the
 * operating system that takes it. The source's event loop adds, the reader's takes away.
 * Thread-safe.
 */
final class Flow {
  /** What has to be taken before a paused source is read from again, or half of what is held. */
  private static final long WORTHWHILE = 128 << 10;

  private final AtomicLong total;
  private final AtomicLong held = new AtomicLong();
  private volatile long pausedAtMark;

  /** A direction that holds nothing; {@code total} sums up all directions of the room. */
  Flow(AtomicLong total) {
    this.total = total;
  }

  long held() {
    return held.get();
  }

  void add(int bytes) {
    held.addAndGet(bytes);
    total.addAndGet(bytes);
  }

  void subtract(long bytes) {
    held.addAndGet(-bytes);
    total.addAndGet(-bytes);
  }

  /** Whether the source is paused for this direction. */
  boolean isPaused() {
    return pausedAtMark > 0;
  }

  /** Notes that the source is paused because more than {@code mark} bytes were held. */
  void pausedAt(long mark) {
    pausedAtMark = mark;
  }

  /** Whether the source is paused and enough of what paused it has been taken. */
  boolean mayResume() {
    long mark = pausedAtMark;
    return mark > 0 && held.get() <= mark - Math.min(mark / 2, WORTHWHILE);
  }

  void resumed() {
    pausedAtMark = 0;
  }
}

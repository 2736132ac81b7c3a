package alcove.tunnel.loops;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges one event loop that has not come back from a task for a while, by one sample of its thread
 * after another. A loop that only gets no CPU is not blocked: it is runnable all the time, and
 * hardly uses any. Blocked is one that
 *
 * <ul>
 *   <li>waits, at the same place in all samples of 150 ms,
 *   <li>is in a call that waits for a disk, a database or another machine,
 *   <li>or has computed for half a second of CPU time without coming back.
 * </ul>
 *
 * <p>Times are in nanoseconds.
 */
final class BlockageJudge {
  private static final long WAITING = Duration.ofMillis(150).toNanos();
  private static final long COMPUTING = Duration.ofMillis(500).toNanos();

  private boolean begun;
  private boolean told;
  private long lastLook;
  private long firstCpu;
  private long waitingSince;
  private List<StackTraceElement> waitingAt = List.of();

  /**
   * Takes a sample into account.
   *
   * @param away for how long it has not come back from what it is doing
   * @return why it is blocked, once; null if it is not, or was told before
   */
  @Nullable String add(ThreadSample sample, long away, long now) {
    boolean sameTask = begun && now - away <= lastLook;
    if (!sameTask) {
      begun = true;
      told = false;
      firstCpu = sample.cpu();
      waitingAt = List.of();
    }
    lastLook = now;
    String reason = told ? null : judge(sample, now);
    told |= reason != null;
    return reason;
  }

  private @Nullable String judge(ThreadSample sample, long now) {
    if (sample.calls()) {
      return "is in a call that blocks";
    }
    if (sample.cpu() - firstCpu >= COMPUTING) {
      return "computes";
    }
    if (!sample.waits()) {
      waitingAt = List.of();
      return null;
    }
    if (!sample.stack().equals(waitingAt)) {
      waitingAt = sample.stack();
      waitingSince = now;
    }
    return now - waitingSince >= WAITING ? "waits" : null;
  }
}

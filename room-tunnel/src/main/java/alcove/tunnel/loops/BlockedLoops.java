package alcove.tunnel.loops;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Judges reports of threads that have not come back from a task for a while. A report is only a
 * suspicion, for on a busy machine a loop may have to wait for the CPU; {@link BlockageJudge} says
 * what makes it a finding. Thread-safe.
 */
public final class BlockedLoops {
  private final Map<Thread, BlockageJudge> suspicions = new WeakHashMap<>();

  /**
   * Looks at {@code thread}, which has not come back for {@code away} nanoseconds.
   *
   * @return what blocks it, with its stack, once for each task; null if nothing is known to
   */
  public synchronized @Nullable String report(Thread thread, long away) {
    ThreadSample sample = ThreadSample.at(thread);
    String reason =
        suspicions
            .computeIfAbsent(thread, key -> new BlockageJudge())
            .add(sample, away, System.nanoTime());
    if (reason == null) {
      return null;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(away);
    return "%s %s, %s ms so far\n%s".formatted(thread.getName(), reason, millis, sample);
  }
}

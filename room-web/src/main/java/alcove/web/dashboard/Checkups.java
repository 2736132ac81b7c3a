package alcove.web.dashboard;

import alcove.health.Check;
import alcove.health.Examination;
import alcove.health.Finding;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The looks at whether the room is well set up: one at a time, for all who ask. Whoever asks again
 * within ten seconds of its end gets the same findings, since looking makes connections.
 * Thread-safe; never blocks.
 */
public final class Checkups {
  private static final long FRESH = Duration.ofSeconds(10).toNanos();

  private final Examination doctor;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private @Nullable Checkup latest;
  private long ended;

  public Checkups(Examination doctor, InstantSource clock, LongSupplier nanoTime) {
    this.doctor = doctor;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * One of them.
   *
   * @param soFar what was found, while it goes on
   * @param whole all that was found; never fails
   */
  record Checkup(Instant began, Map<Check, Finding> soFar, Future<List<Finding>> whole) {
    boolean isOver() {
      return whole.isComplete();
    }
  }

  /** The one that goes on or has just ended; else a new one. */
  synchronized Checkup present() {
    Checkup known = latest;
    if (known != null && (!known.isOver() || nanoTime.getAsLong() - ended < FRESH)) {
      return known;
    }
    Map<Check, Finding> soFar = new ConcurrentHashMap<>();
    Checkup next =
        new Checkup(
            clock.instant(), soFar, doctor.examine(finding -> soFar.put(finding.check(), finding)));
    latest = next;
    ended = nanoTime.getAsLong();
    next.whole().onComplete(_ -> end(next));
    return next;
  }

  private synchronized void end(Checkup checkup) {
    if (checkup.equals(latest)) {
      ended = nanoTime.getAsLong();
    }
  }

  /** The last one, if it is over. */
  synchronized Optional<Checkup> last() {
    return Optional.ofNullable(latest).filter(Checkup::isOver);
  }
}

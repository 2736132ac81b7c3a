package alcove.ops.notify;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A token that goes round all event loops, from each to the next, and rests a while after each
 * round. Whoever waits for the end of a round hears nothing as soon as a single loop does not turn:
 * a timer of its own could go on while nobody is served. Ends when a loop does. Thread-safe.
 */
public final class Watchdog {
  private static final String TIMEOUT = "WATCHDOG_USEC";
  private static final String PROCESS = "WATCHDOG_PID";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  /** So that one that is late does no harm. */
  private static final int ROUNDS_IN_TIME = 3;

  private final List<EventExecutor> loops;
  private final Duration rest;
  private final Runnable afterRound;

  private Watchdog(List<EventExecutor> loops, Duration rest, Runnable afterRound) {
    this.loops = List.copyOf(loops);
    this.rest = rest;
    this.afterRound = afterRound;
  }

  /**
   * How often a service manager wants to hear from the process, if it does: three times within what
   * it waits.
   */
  public static Optional<Duration> interval(Map<String, String> environment, long process) {
    String whose = environment.getOrDefault(PROCESS, "");
    String micros = environment.getOrDefault(TIMEOUT, "");
    boolean ours = whose.isEmpty() || whose.equals(Long.toString(process));
    return ours && NUMBER.matcher(micros).matches()
        ? Optional.of(
            Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)))
                .dividedBy(ROUNDS_IN_TIME))
        : Optional.empty();
  }

  /**
   * Begins the first round.
   *
   * @param loops one at least
   * @param rest between two rounds
   * @param afterRound is called on the last loop; does not block
   */
  public static void begin(List<EventExecutor> loops, Duration rest, Runnable afterRound) {
    new Watchdog(loops, rest, afterRound).pass(0);
  }

  private void pass(int to) {
    try {
      loops.get(to).execute(() -> arrive(to));
    } catch (RejectedExecutionException theLoopHasEnded) {
      // and the room with it
    }
  }

  private void arrive(int at) {
    if (at + 1 < loops.size()) {
      pass(at + 1);
      return;
    }
    afterRound.run();
    var _ = loops.get(at).schedule(() -> pass(0), rest.toNanos(), TimeUnit.NANOSECONDS);
  }
}

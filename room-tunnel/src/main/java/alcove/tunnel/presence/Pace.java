package alcove.tunnel.presence;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pace at which subscribers are told. Changes gather for a fifth of a second; while handshakes
 * wait in line, and for as long as it took to tell everybody last, they go on gathering, at most
 * five seconds: what is told late is told in fewer words, and a peer whose handshake is late gives
 * up. Confined to presence's event loop.
 */
final class Pace {
  private static final long SHORTEST = Duration.ofMillis(200).toNanos();
  private static final long LONGEST = Duration.ofSeconds(5).toNanos();

  /** Whatever is noted together is told together. */
  private static final long MOMENT = Duration.ofMillis(5).toNanos();

  private final LongSupplier nanoTime;
  private final BooleanSupplier crowded;
  private long toldLast;
  private long restUntil;
  private @Nullable Round current;

  /** Nobody has been told yet; {@code crowded} says whether handshakes wait in line. */
  Pace(LongSupplier nanoTime, BooleanSupplier crowded) {
    this.nanoTime = nanoTime;
    this.crowded = crowded;
    this.toldLast = nanoTime.getAsLong() - SHORTEST;
    this.restUntil = toldLast;
  }

  /** Nanoseconds until it is worth asking whether they are told {@link #now}. */
  long untilNext() {
    return Math.max(MOMENT, toldLast + SHORTEST - nanoTime.getAsLong());
  }

  /** Whether they are told now; if not, to be asked again {@link #untilNext}. */
  boolean now() {
    long now = nanoTime.getAsLong();
    long since = now - toldLast;
    return since >= LONGEST || (since >= SHORTEST && !isBusy(now));
  }

  private boolean isBusy(long now) {
    boolean telling = current != null && !current.isOver();
    return telling || now - restUntil < 0 || crowded.getAsBoolean();
  }

  /**
   * They are told, on {@code loops} event loops.
   *
   * @return to be run by each when it has done its part
   */
  Runnable begun(int loops) {
    long began = nanoTime.getAsLong();
    Round round = new Round(began, loops);
    toldLast = began;
    restUntil = began;
    current = round;
    return round::done;
  }

  /** Telling everybody once. */
  private final class Round {
    private final long began;
    private int missing;

    Round(long began, int missing) {
      this.began = began;
      this.missing = missing;
    }

    void done() {
      if (--missing == 0 && equals(current)) {
        long now = nanoTime.getAsLong();
        restUntil = now + (now - began);
      }
    }

    boolean isOver() {
      return missing <= 0;
    }
  }
}

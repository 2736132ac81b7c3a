package alcove.store;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * The answer to whether a registry can be written, as far as the last write or probe told; one that
 * does not end counts as failed. Thread-safe; never blocks.
 */
final class WriteState {
  /** How old that may get. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private final Queue<Attempt> underWay = new ConcurrentLinkedQueue<>();
  private volatile Told last;

  private record Told(long at, Optional<String> trouble) {}

  /** A write or a probe under way. */
  final class Attempt {
    private final long began = nanoTime.getAsLong();

    private Attempt() {}

    void succeeded() {
      last = new Told(nanoTime.getAsLong(), Optional.empty());
    }

    void failed(String why) {
      last = new Told(nanoTime.getAsLong(), Optional.of(why));
    }

    /** It is over, also if it told nothing, as one that the room refused. */
    void end() {
      underWay.remove(this);
    }
  }

  /** One that was written a moment ago. */
  WriteState(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = new Told(nanoTime.getAsLong(), Optional.empty());
  }

  Attempt begin() {
    Attempt attempt = new Attempt();
    underWay.add(attempt);
    return attempt;
  }

  /** Why it cannot be written; empty: it can. */
  Optional<String> trouble() {
    Attempt oldest = underWay.peek();
    return oldest != null && age(oldest.began).compareTo(PATIENCE) > 0
        ? Optional.of("the database does not answer")
        : last.trouble();
  }

  /** Whether the last one failed. */
  boolean isFailing() {
    return last.trouble().isPresent();
  }

  /** Whether it is time for a probe. */
  boolean isDue() {
    Duration age = age(last.at());
    return age.compareTo(isFailing() ? BETWEEN_TRIES : FRESH) >= 0;
  }

  private Duration age(long since) {
    return Duration.ofNanos(nanoTime.getAsLong() - since);
  }
}

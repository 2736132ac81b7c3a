package alcove.ops.metrics;

import alcove.health.Figures;
import alcove.health.Measurements.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The figures of the last day, one sample each five minutes, in memory. Thread-safe. */
final class History {
  static final Duration STEP = Duration.ofMinutes(5);
  static final Duration LENGTH = Duration.ofDays(1);

  /** A timer that is a little early makes no stretch longer by a whole round. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  /** As many stretches as fit in a day have one end more. */
  private static final int MOST = (int) LENGTH.dividedBy(STEP) + 1;

  private final Deque<Figures> samples = new ArrayDeque<>();

  /** Keeps {@code figures} if the last kept ones are old enough, and lets go what is too old. */
  synchronized void offer(Figures figures) {
    Figures last = samples.peekLast();
    if (last != null && figures.at().isBefore(last.at())) {
      // The clock was set back: what came before has no place on its line any more.
      samples.clear();
      last = null;
    }
    if (last == null || !figures.at().isBefore(last.at().plus(STEP).minus(SLACK))) {
      samples.add(figures);
    }
    Instant oldest = figures.at().minus(LENGTH).minus(SLACK);
    while (samples.size() > MOST || samples.getFirst().at().isBefore(oldest)) {
      samples.removeFirst();
    }
  }

  /** From each sample to the next, oldest first. */
  synchronized List<Stretch> stretches() {
    List<Stretch> all = new ArrayList<>(samples.size());
    Iterator<Figures> iterator = samples.iterator();
    Figures before = iterator.hasNext() ? iterator.next() : null;
    while (before != null && iterator.hasNext()) {
      Figures next = iterator.next();
      all.add(stretch(before, next));
      before = next;
    }
    return all;
  }

  private static Stretch stretch(Figures before, Figures next) {
    return new Stretch(
        before.at(), next.at(), next.gauges(), next.counters().since(before.counters()));
  }
}

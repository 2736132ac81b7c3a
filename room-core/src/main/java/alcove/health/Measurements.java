package alcove.health;

import java.time.Instant;
import java.util.List;

/** The figures that the room measures of itself, in sums. Thread-safe; nothing of it waits. */
public interface Measurements {
  /** One stretch of the history: how it stood at its end, and what has happened in it. */
  record Stretch(Instant from, Instant to, Figures.Gauges gauges, Figures.Counters counters) {}

  /** How it stands now. Memory and database as they were a minute ago at most. */
  Figures now();

  /**
   * The last 24 hours in stretches of five minutes, oldest first; less after a start, which begins
   * anew. Where a stretch is longer, nobody measured.
   */
  List<Stretch> lastDay();
}

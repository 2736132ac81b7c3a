package alcove.room.growth;

import alcove.identity.Word;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A stretch of time that something is summed up over. They begin and end by UTC. */
public enum Span implements Word {
  /** An hour; they are kept for 30 days. */
  HOUR(ChronoUnit.HOURS, 30 * 24),
  /** A day; they are kept for two years. */
  DAY(ChronoUnit.DAYS, 2 * 366);

  private final ChronoUnit unit;
  private final int most;

  Span(ChronoUnit unit, int most) {
    this.unit = unit;
    this.most = most;
  }

  /** How many are kept, with the one that it is. */
  public int most() {
    return most;
  }

  /** How long one is. */
  public Duration length() {
    return unit.getDuration();
  }

  /** The beginning of the one that {@code moment} is in. */
  public Instant begin(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC).truncatedTo(unit).toInstant();
  }
}

package alcove.web.dashboard;

import alcove.health.Measurements;
import alcove.identity.Word;
import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A period that the room's past can be looked at, up to now, and how it is divided, by UTC. */
enum Period implements Word {
  /** The last 24 hours, by hour. */
  DAY(Span.HOUR, Duration.ofHours(1), 24),
  /** Seven days, by hour. */
  WEEK(Span.HOUR, Duration.ofHours(1), 7 * 24),
  /** 30 days, by day. */
  MONTH(Span.DAY, Duration.ofDays(1), 30),
  /** A year, by weeks from Monday to Sunday. */
  YEAR(Span.DAY, Duration.ofDays(7), 53),
  /** Two years, by weeks. */
  TWO_YEARS(Span.DAY, Duration.ofDays(7), 105);

  private static final int DAYS_OF_A_WEEK = 7;
  private static final int HOURS_BETWEEN_TICKS = 6;
  private static final int MONTHS_BETWEEN_TICKS = 3;

  private final Span span;
  private final Duration step;
  private final int steps;

  Period(Span span, Duration step, int steps) {
    this.span = span;
    this.step = step;
    this.steps = steps;
  }

  /**
   * A part of a period.
   *
   * @param sums null if nobody measured
   * @param hasTick whether the axis of time says when it was
   */
  record Part(Instant begins, @Nullable Sums sums, boolean hasTick) {}

  /** Its parts, oldest first; the last is the one that {@code now} is in. */
  List<Part> parts(Measurements measurements, Instant now) {
    TreeMap<Instant, Sums> past = new TreeMap<>();
    measurements.history(span).forEach(kept -> past.put(kept.begins(), kept.sums()));
    Instant last = begin(now);
    List<Part> parts = new ArrayList<>();
    for (int i = steps - 1; i >= 0; i--) {
      Instant begins = last.minus(step.multipliedBy(i));
      Instant ends = begins.plus(step);
      parts.add(
          new Part(
              begins,
              sums(past.subMap(begins, true, ends, false).values()),
              hasTick(begins.atOffset(ZoneOffset.UTC))));
    }
    return parts;
  }

  private Instant begin(Instant now) {
    Instant begins = span.begin(now);
    int days = (int) step.toDays();
    int since = begins.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue() - 1;
    return days == DAYS_OF_A_WEEK ? begins.minus(Duration.ofDays(since)) : begins;
  }

  private @Nullable Sums sums(Collection<Sums> some) {
    if (some.isEmpty()) {
      return null;
    }
    Sums all = some.stream().reduce(Sums.NONE, Sums::plus);
    return isByWeek() ? all.ofAWeek(List.copyOf(some).getLast()) : all;
  }

  private boolean hasTick(OffsetDateTime begins) {
    return switch (this) {
      case DAY -> begins.getHour() % HOURS_BETWEEN_TICKS == 0;
      case WEEK -> begins.getHour() == 0;
      case MONTH -> begins.getDayOfWeek().getValue() == 1;
      case YEAR -> beginsMonth(begins, MONTHS_BETWEEN_TICKS);
      case TWO_YEARS -> beginsMonth(begins, 2 * MONTHS_BETWEEN_TICKS);
    };
  }

  /** Whether the week has the first day of each so many months of a year. */
  private static boolean beginsMonth(OffsetDateTime monday, int months) {
    OffsetDateTime sunday = monday.plusDays(DAYS_OF_A_WEEK - 1);
    return sunday.getDayOfMonth() <= DAYS_OF_A_WEEK && (sunday.getMonthValue() - 1) % months == 0;
  }

  /** Whether its parts are hours. */
  boolean isByHour() {
    return span == Span.HOUR;
  }

  /** Whether its parts are weeks. */
  boolean isByWeek() {
    return step.toDays() == DAYS_OF_A_WEEK;
  }
}

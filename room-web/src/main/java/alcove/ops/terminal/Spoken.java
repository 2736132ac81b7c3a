package alcove.ops.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The words for times and sizes, as people say them at a terminal. */
public final class Spoken {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};
  private static final double STEP = 1024;

  private Spoken() {}

  /** Such as {@code 2026-11-29 17:05 UTC}. */
  public static String moment(Instant moment) {
    return MOMENT.format(moment);
  }

  /** Such as {@code 2026-11-29}. */
  public static String day(Instant moment) {
    return DAY.format(moment);
  }

  /** The two largest units of it, such as {@code 3 h 5 min}; none of a clock that went back. */
  public static String time(Duration time) {
    Duration some = time.isNegative() ? Duration.ZERO : time;
    if (some.toDays() > 0) {
      return "%s d %s h".formatted(some.toDays(), some.toHoursPart());
    }
    if (some.toHours() > 0) {
      return "%s h %s min".formatted(some.toHours(), some.toMinutesPart());
    }
    return some.toMinutes() > 0
        ? "%s min %s s".formatted(some.toMinutes(), some.toSecondsPart())
        : some.toSeconds() + " s";
  }

  /** Such as {@code 1.5 MiB}. */
  public static String bytes(long bytes) {
    double amount = bytes / STEP;
    int unit = 0;
    while (amount >= STEP && unit < UNITS.length - 1) {
      amount /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
  }

  /** Such as {@code 1 member} and {@code 2 members}. */
  public static String count(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }
}

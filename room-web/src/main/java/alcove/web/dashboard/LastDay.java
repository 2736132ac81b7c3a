package alcove.web.dashboard;

import alcove.room.Refusal;
import alcove.room.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** The last day of something, as people enter it into a form: it ends with that day, in UTC. */
final class LastDay {
  private static final int LAST_YEAR = 9999;

  private LastDay() {}

  /**
   * When the last day is over, as commands take it; empty where nothing was entered.
   *
   * @throws RefusedException if that is no day
   */
  static Optional<Instant> end(String day) throws RefusedException {
    if (day.isBlank()) {
      return Optional.empty();
    }
    try {
      LocalDate last = LocalDate.parse(day.strip());
      if (last.getYear() > 0 && last.getYear() < LAST_YEAR) {
        return Optional.of(last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
      }
    } catch (DateTimeException malformed) {
      // Said below, as for a year that no database keeps.
    }
    throw new RefusedException(Refusal.NO_DAY, "that is no day, such as 2026-12-31");
  }
}

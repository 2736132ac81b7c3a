package alcove.ops.backup;

import alcove.identity.FeedId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The times at which a room makes backups by itself: once a day. Immutable.
 *
 * @param time when, by the clock of the machine
 */
public record BackupTimes(LocalTime time, ZoneId zone) {
  private static final LocalTime EARLIEST = LocalTime.of(2, 0);
  private static final int MINUTES = 180;

  /** After that one that failed is tried again. */
  private static final Duration PAUSE = Duration.ofHours(1);

  /** A clock that is set by the network may go back a little. */
  private static final Duration SLACK = Duration.ofMinutes(5);

  /** The chosen time, or one at night that rooms do not have in common. */
  public static BackupTimes of(Optional<LocalTime> chosen, FeedId room, ZoneId zone) {
    byte[] key = room.bytes();
    int spread = ((key[0] & 0xff) << 8 | (key[1] & 0xff)) % MINUTES;
    return new BackupTimes(chosen.orElse(EARLIEST.plusMinutes(spread)), zone);
  }

  /** Whether it is time for one: also when the machine was off at that time. */
  boolean isDue(BackupRecord record, Instant now) {
    if (record.attempt().isEmpty()) {
      return true;
    }
    Instant last = record.attempt().get();
    // a clock that was wrong would otherwise keep them from being made until then
    boolean isToCome = last.isAfter(now.plus(SLACK));
    boolean hasFailed = !record.success().equals(record.attempt());
    return isToCome || last.isBefore(latest(now)) || (hasFailed && !now.isBefore(last.plus(PAUSE)));
  }

  /** Whether none but that of {@code made} was to be made by now. */
  boolean isOfToday(Instant made, Instant now) {
    return !made.isAfter(now) && !made.isBefore(latest(now));
  }

  /** When the next is to be made: now, where one is due. */
  Instant next(BackupRecord record, Instant now) {
    if (isDue(record, now)) {
      return now;
    }
    Instant last = record.attempt().orElse(now);
    Instant regular = after(latest(now));
    boolean hasFailed = !record.success().equals(record.attempt());
    Instant again = last.plus(PAUSE);
    return hasFailed && again.isBefore(regular) ? again : regular;
  }

  /** The time of the day behind that of {@code one}. */
  private Instant after(Instant one) {
    LocalDate day = one.atZone(zone).toLocalDate();
    return day.plusDays(1).atTime(time).atZone(zone).toInstant();
  }

  /** The last time before now. */
  private Instant latest(Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    Instant todays = today.atTime(time).atZone(zone).toInstant();
    return todays.isAfter(now) ? today.minusDays(1).atTime(time).atZone(zone).toInstant() : todays;
  }
}

package alcove.health;

import alcove.identity.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of the backups that a room makes by itself: all that anybody has to know who tells
 * people about it. Immutable.
 *
 * @param daily whether it makes any
 * @param success when the last good one was made
 * @param failure what went wrong last
 * @param failures how often something went wrong
 */
public record BackupState(
    boolean daily, Optional<Instant> success, Optional<Failure> failure, long failures) {
  /** A room that makes none, and never did. */
  public static final BackupState OFF =
      new BackupState(false, Optional.empty(), Optional.empty(), 0);

  private static final Duration LONGEST = Duration.ofDays(2);

  /**
   * Something that went wrong.
   *
   * @param why one line; it may name files
   */
  public record Failure(Instant at, String why) {}

  /** How things are. */
  public enum Standing implements Word {
    /** None are made. */
    OFF,
    /** The first is still to come. */
    WAITING,
    /** The last one is good and not old. */
    FRESH,
    /** The last one is older than two days, or is from a time that is still to come. */
    OLD,
    /** The last one failed. */
    FAILED
  }

  /** How things are at some time. */
  public Standing standing(Instant now) {
    if (!daily) {
      return Standing.OFF;
    }
    if (failure.isPresent() && success.filter(failure.get().at()::isBefore).isEmpty()) {
      return Standing.FAILED;
    }
    if (success.isEmpty()) {
      return Standing.WAITING;
    }
    Duration age = Duration.between(success.get(), now).abs();
    return age.compareTo(LONGEST) > 0 ? Standing.OLD : Standing.FRESH;
  }

  /**
   * Whether the last good one is from a time that is still to come: the clock is, or was, wrong.
   */
  public boolean isToCome(Instant now) {
    return success.filter(at -> Duration.between(now, at).compareTo(LONGEST) > 0).isPresent();
  }

  /** Whether somebody should look after it. */
  public boolean needsSomebody(Instant now) {
    Standing standing = standing(now);
    return standing == Standing.OLD || standing == Standing.FAILED;
  }

  /** How many whole days the last good one is old. */
  public long days(Instant now) {
    return success.map(at -> Duration.between(at, now).abs().toDays()).orElse(0L);
  }
}

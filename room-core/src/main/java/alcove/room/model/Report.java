package alcove.room.model;

import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.room.policy.Actor;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that a member tells the moderators about somebody. Immutable.
 *
 * @param id a number that rises
 * @param about whom
 * @param by who reported them
 * @param text in their own words; may be empty
 * @param takenBy who looks after it, if anybody does
 * @param closing what came of it, once something did
 */
public record Report(
    long id,
    FeedId about,
    FeedId by,
    Reason reason,
    String text,
    Instant created,
    Optional<FeedId> takenBy,
    Optional<Closing> closing) {
  /** The most characters of a text. */
  public static final int LONGEST_TEXT = 2000;

  /** The reason for a report. */
  public enum Reason implements Word {
    /** Advertising, or the same again and again. */
    SPAM,
    /** Insults, threats, or not leaving somebody alone. */
    HARASSMENT,
    /** Somebody poses as somebody else. */
    IMPERSONATION,
    /** What the law forbids. */
    ILLEGAL,
    /** Against the house rules, in some other way. */
    RULES,
    /** What the text says. */
    OTHER
  }

  /** The outcome of a report. */
  public enum Outcome implements Word {
    /** There was nothing to do. */
    NOTHING,
    /** Somebody talked with them. */
    TALKED,
    /** They are no member any more. */
    REMOVED,
    /** They are kept out. */
    BLOCKED
  }

  /** The end of a report. */
  public record Closing(Actor by, Instant at, Outcome outcome) {}

  /** Whether somebody has still to look at it. */
  public boolean isOpen() {
    return closing.isEmpty();
  }
}

package alcove.room;

import java.time.Instant;
import java.util.Optional;

/** What somebody who creates an invite may choose. */
public record InviteTerms(int uses, Optional<Instant> expires, String label) {
  /** The most uses one invite may have. */
  public static final int MOST_USES = 1000;

  /** The longest label, in characters. */
  public static final int LONGEST_LABEL = 100;

  /** One use, no end, no label. */
  public static final InviteTerms SINGLE = new InviteTerms(1, Optional.empty(), "");

  void require(Instant now) throws RefusedException {
    if (uses < 1 || uses > MOST_USES) {
      throw refused(Refusal.INVITE_USES, "an invite has 1 to " + MOST_USES + " uses, not " + uses);
    }
    if (label.length() > LONGEST_LABEL || label.codePoints().anyMatch(Character::isISOControl)) {
      throw refused(
          Refusal.INVITE_LABEL, "a label is one line of at most " + LONGEST_LABEL + " characters");
    }
    if (expires.isPresent() && !expires.get().isAfter(now)) {
      throw refused(Refusal.INVITE_EXPIRY, "an invite cannot expire in the past");
    }
  }

  private static RefusedException refused(Refusal reason, String text) {
    return new RefusedException(reason, text);
  }
}

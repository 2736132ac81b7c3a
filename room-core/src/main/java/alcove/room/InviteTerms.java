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
      throw malformed("an invite has 1 to " + MOST_USES + " uses, not " + uses);
    }
    if (label.length() > LONGEST_LABEL || label.codePoints().anyMatch(Character::isISOControl)) {
      throw malformed("a label is one line of at most " + LONGEST_LABEL + " characters");
    }
    if (expires.isPresent() && !expires.get().isAfter(now)) {
      throw malformed("an invite cannot expire in the past");
    }
  }

  private static RefusedException malformed(String text) {
    return new RefusedException(Refusal.MALFORMED, text);
  }
}

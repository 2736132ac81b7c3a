package alcove.room.model;

import alcove.room.policy.Actor;
import java.time.Instant;
import java.util.Optional;

/**
 * The choices of somebody who creates an invite.
 *
 * @param introduce whether those who claim it are told to follow whoever created it, who must be a
 *     peer
 */
public record InviteTerms(int uses, Optional<Instant> expires, String label, boolean introduce) {
  /** The most uses one invite may have. */
  public static final int MOST_USES = 1000;

  /** The longest label, in characters. */
  public static final int LONGEST_LABEL = 100;

  /** One use, no end, no label. */
  public static final InviteTerms SINGLE = new InviteTerms(1, Optional.empty(), "");

  /** Terms that introduce nobody. */
  public InviteTerms(int uses, Optional<Instant> expires, String label) {
    this(uses, expires, label, false);
  }

  /** The same, and whoever creates the invite is introduced to those who claim it. */
  public InviteTerms introducing() {
    return new InviteTerms(uses, expires, label, true);
  }

  public void require(Actor creator, Instant now) throws RefusedException {
    if (uses < 1 || uses > MOST_USES) {
      throw refused(
          Refusal.INVITE_USES, "an invite has 1 to " + MOST_USES + " uses, not " + uses, MOST_USES);
    }
    if (label.length() > LONGEST_LABEL || label.codePoints().anyMatch(Character::isISOControl)) {
      throw refused(
          Refusal.INVITE_LABEL,
          "a label is one line of at most " + LONGEST_LABEL + " characters",
          LONGEST_LABEL);
    }
    if (expires.isPresent() && !expires.get().isAfter(now)) {
      throw refused(Refusal.INVITE_EXPIRY, "an invite cannot expire in the past");
    }
    if (introduce && creator.id().isEmpty()) {
      throw refused(
          Refusal.MALFORMED, "only peers introduce themselves: there is nobody else to follow");
    }
  }

  private static RefusedException refused(Refusal reason, String text, Integer... bounds) {
    return new RefusedException(reason, text, bounds);
  }
}

package alcove.room.model;

import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.room.policy.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Leave to become a member, given to whoever has the link. The link's secret is not in here.
 *
 * @param id its number
 * @param label a word for whoever created it, such as whom it is for; may be empty
 * @param uses how many may come by it
 * @param usesLeft how many of these still may
 * @param expires when it ends by itself, if it does
 * @param revoked when it was revoked, if it was
 * @param introduce whether its creator wants to be followed by those who claim it
 * @param claims who came by it, oldest first
 */
public record Invite(
    long id,
    String label,
    Actor createdBy,
    Instant created,
    int uses,
    int usesLeft,
    Optional<Instant> expires,
    Optional<Instant> revoked,
    boolean introduce,
    List<Claim> claims) {
  /** One use of it. */
  public record Claim(FeedId by, Instant at) {}

  /** What is left of an invite at some time. */
  public enum State implements Word {
    /** It can be claimed. */
    OPEN,
    /** All uses are taken. */
    SPENT,
    /** Its time is over. */
    EXPIRED,
    /** It was revoked. */
    REVOKED
  }

  /** Copies the list. */
  public Invite {
    claims = List.copyOf(claims);
  }

  /** The same as if nobody had revoked it. */
  public Invite withoutRevocation() {
    return new Invite(
        id,
        label,
        createdBy,
        created,
        uses,
        usesLeft,
        expires,
        Optional.empty(),
        introduce,
        claims);
  }

  /** What is left of it at {@code now}. */
  public State state(Instant now) {
    if (usesLeft == 0) {
      return State.SPENT;
    }
    if (revoked.isPresent()) {
      return State.REVOKED;
    }
    return expires.isPresent() && !now.isBefore(expires.get()) ? State.EXPIRED : State.OPEN;
  }
}

package alcove.room.model;

import alcove.identity.FeedId;
import java.util.Optional;

/**
 * A choice of the invites that somebody wants to see.
 *
 * @param creator only those of this peer, if given
 * @param state only those in this state, if given
 * @param number only the one of this number, if given
 */
public record InviteFilter(
    Optional<FeedId> creator, Optional<Invite.State> state, Optional<Long> number) {
  /** All of them. */
  public static final InviteFilter ALL =
      new InviteFilter(Optional.empty(), Optional.empty(), Optional.empty());

  /** Those of one creator. */
  public static InviteFilter of(FeedId creator) {
    return new InviteFilter(Optional.of(creator), Optional.empty(), Optional.empty());
  }

  /** Those of them that are in this state. */
  public InviteFilter in(Invite.State wanted) {
    return new InviteFilter(creator, Optional.of(wanted), number);
  }

  /** The one of them that has this number. */
  public InviteFilter numbered(long wanted) {
    return new InviteFilter(creator, state, Optional.of(wanted));
  }
}

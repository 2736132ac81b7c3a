package alcove.room.model;

import alcove.identity.FeedId;
import java.util.Optional;

/**
 * A choice of the invites that somebody wants to see, and their order.
 *
 * @param creator only those of this peer, if given
 * @param state only those in this state, if given
 * @param number only the one of this number, if given
 * @param text a part of their label, or of a name, alias, note or id of their creator or of
 *     somebody who came by them, in upper or lower case; empty: all
 */
public record InviteFilter(
    Optional<FeedId> creator,
    Optional<Invite.State> state,
    Optional<Long> number,
    String text,
    InviteSort sort) {
  /** All of them. */
  public static final InviteFilter ALL =
      new InviteFilter(Optional.empty(), Optional.empty(), Optional.empty(), "", InviteSort.NEWEST);

  /** Takes an id in full for its part that is not the same in all ids. */
  public InviteFilter {
    text = MemberSearch.bare(text);
  }

  /** Those of one creator. */
  public static InviteFilter of(FeedId creator) {
    return ALL.by(creator);
  }

  /** Those of them that one creator made. */
  public InviteFilter by(FeedId wanted) {
    return new InviteFilter(Optional.of(wanted), state, number, text, sort);
  }

  /** Those of them that are in this state. */
  public InviteFilter in(Invite.State wanted) {
    return new InviteFilter(creator, Optional.of(wanted), number, text, sort);
  }

  /** The one of them that has this number. */
  public InviteFilter numbered(long wanted) {
    return new InviteFilter(creator, state, Optional.of(wanted), text, sort);
  }

  /** Those of them that have this in their label, their creator, or who came by them. */
  public InviteFilter with(String part) {
    return new InviteFilter(creator, state, number, part, sort);
  }

  /** The same in another order. */
  public InviteFilter sorted(InviteSort order) {
    return new InviteFilter(creator, state, number, text, order);
  }
}

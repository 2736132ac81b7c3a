package alcove.room.members;

import alcove.identity.FeedId;
import alcove.room.model.NoticeKind;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.Standing;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.RoomState;
import alcove.room.registry.Transaction;

/**
 * The house rules, where the room wants newcomers to accept them: its code of conduct. Thread-safe.
 * Apps that claim an invite are never kept waiting for it; whoever has not accepted is asked when
 * they sign in.
 */
public final class HouseRules {
  private final RoomChanges changes;

  public HouseRules(RoomChanges changes) {
    this.changes = changes;
  }

  /** Whether there are any to accept. Never blocks. */
  public boolean areWanted() {
    RoomState state = changes.state();
    return state.settings().rulesFirst()
        && state.notices().stream().anyMatch(each -> each.kind() == NoticeKind.CODE_OF_CONDUCT);
  }

  /**
   * Whether a member has still to accept them: moderators and admins, who write them, never have.
   * Never blocks.
   */
  public boolean areOwedBy(FeedId id) {
    return areWanted()
        && changes.standings().of(id) == Standing.MEMBER
        && !changes.state().acceptors().contains(id);
  }

  /**
   * Notes that a member accepts them. Blocks.
   *
   * @throws RefusedException if they are no member
   */
  public void accept(FeedId member) throws RefusedException {
    if (!changes.state().acceptors().contains(member)) {
      changes.change(
          Actor.of(member),
          Action.LEAVE,
          "only members accept the house rules",
          transaction -> accept(transaction, member));
    }
  }

  /** Notes it within another change. */
  public static FeedId accept(Transaction transaction, FeedId member) {
    transaction.acceptRules(member);
    return member;
  }
}

package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.room.members.InviteTree;
import alcove.room.model.ListedMember;
import alcove.room.model.Member;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Role;
import alcove.room.policy.RoomPolicy;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One member, and what the reader may do about it.
 *
 * @param listed the member, as far as the reader may see
 * @param you whether it is the reader
 * @param rights what the reader may do
 * @param tree by whose invite they came, and who came by theirs; null if the reader may not see it
 * @param seen whether the reader sees when they were here last
 */
record MemberView(
    ListedMember listed,
    boolean online,
    boolean you,
    Rights rights,
    @Nullable InviteTree tree,
    boolean seen) {
  /**
   * The rights that the reader has over a member.
   *
   * @param roles the words for the roles that the reader may give it
   */
  record Rights(
      List<String> roles,
      boolean name,
      boolean note,
      boolean log,
      boolean revokeAliases,
      boolean resetLink,
      boolean replace,
      boolean block,
      boolean remove) {
    private static Rights of(SignedIn who, Member member) {
      boolean above = who.ranksAbove(member.role().standing());
      boolean you = who.id().equals(member.id());
      List<String> roles =
          Stream.of(Role.values())
              .filter(role -> role != member.role())
              .filter(role -> above && who.may(RoomPolicy.roleChange(member.role(), role)))
              .map(Role::word)
              .toList();
      return new Rights(
          roles,
          above && !you && who.may(Action.CHANGE_NAMES),
          who.may(Action.KEEP_NOTES),
          who.may(Action.READ_AUDIT_LOG),
          you || (above && who.may(Action.REVOKE_ANY_ALIAS)),
          who.may(Action.MAKE_RESET_LINK),
          above && who.may(Action.CHANGE_MEMBERS),
          above && !you && who.may(Action.BLOCK),
          above && !you && who.may(Action.CHANGE_MEMBERS));
    }

    /** Whether there is anything at all. */
    public boolean any() {
      return !roles.isEmpty() || resetLink || replace || block || remove;
    }
  }

  /** Blocks. */
  static MemberView of(WebContext web, SignedIn who, FeedId id) throws RefusedException {
    ListedMember listed = web.room().members().see(who.actor(), id);
    return new MemberView(
        listed,
        web.presence().isAttendant(id),
        id.equals(who.id()),
        Rights.of(who, listed.member()),
        who.may(Action.SEE_INVITERS) ? web.room().members().treeOf(who.actor(), id) : null,
        web.room().settings().lastSeen() && (id.equals(who.id()) || who.may(Action.SEE_LAST_SEEN)));
  }

  /** Where all are listed whom somebody invited. */
  public String invitedBy(FeedId inviter) {
    return MemberListHandler.PATH + "?inviter=" + LocalPath.encode(inviter.toString());
  }

  /** Where the reader reports them. */
  public String reportForm() {
    return ReportHandler.formFor(listed.member().id());
  }
}

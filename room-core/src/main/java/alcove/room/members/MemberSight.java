package alcove.room.members;

import alcove.identity.FeedId;
import alcove.room.model.Alias;
import alcove.room.model.Invite;
import alcove.room.model.ListedMember;
import alcove.room.model.Member;
import alcove.room.model.MemberSearch;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Tables;
import java.util.List;
import java.util.Optional;

/** The members as somebody may see them. Thread-safe; its methods block. */
record MemberSight(RoomChanges changes) {
  private static final String NOT_A_MEMBER = "only members see who is a member";

  Page<ListedMember> page(Actor reader, MemberSearch search, Paging paging)
      throws RefusedException {
    changes.standings().require(reader, Action.SEE_ATTENDANTS, NOT_A_MEMBER);
    boolean all = changes.standings().allow(reader, Action.SEE_INVITERS);
    Optional<Actor> labelsOf = all ? Optional.empty() : Optional.of(reader);
    Page<ListedMember> page =
        new MemberFinder(changes.state(), asAllowed(reader, search, all), labelsOf)
            .page(changes, paging);
    return page.map(each -> asSeenBy(reader, each, all));
  }

  /** What a search asks that the reader may not see, it does not ask. */
  private MemberSearch asAllowed(Actor reader, MemberSearch search, boolean seesInviters) {
    MemberSearch allowed =
        changes.standings().allow(reader, Action.SEE_LAST_SEEN) ? search : search.withoutLastSeen();
    return seesInviters || search.inviter().equals(reader.id())
        ? allowed
        : allowed.invitedBy(Optional.empty());
  }

  ListedMember see(Actor reader, FeedId id) throws RefusedException {
    changes.standings().require(reader, Action.SEE_ATTENDANTS, NOT_A_MEMBER);
    boolean all = changes.standings().allow(reader, Action.SEE_INVITERS);
    ListedMember listed =
        changes
            .read(tables -> tables.members().find(id).map(member -> listed(tables, member)))
            .orElseThrow(() -> Members.unknown(id));
    return asSeenBy(reader, listed, all);
  }

  InviteTree treeOf(Actor reader, FeedId id) throws RefusedException {
    changes
        .standings()
        .require(
            reader, Action.SEE_INVITERS, "only moderators and admins see who came by whose invite");
    return changes.read(tables -> InviteTree.of(tables.members(), id));
  }

  private static ListedMember listed(Tables tables, Member member) {
    List<String> aliases = tables.aliases().of(member.id()).stream().map(Alias::name).toList();
    Optional<Invite> invite = member.invite().flatMap(tables.invites()::find);
    return new ListedMember(member, aliases, invite.map(Invite::label).orElse(""));
  }

  private ListedMember asSeenBy(Actor reader, ListedMember listed, boolean seesInviters) {
    boolean own = reader.id().filter(listed.member().id()::equals).isPresent();
    ListedMember seen = listed;
    if (!changes.standings().allow(reader, Action.KEEP_NOTES)) {
      seen = seen.withoutNote();
    }
    if (!own && !changes.standings().allow(reader, Action.SEE_LAST_SEEN)) {
      seen = seen.withoutLastSeen();
    }
    return seesInviters ? seen : withoutOthersInvites(reader, seen, own);
  }

  private ListedMember withoutOthersInvites(Actor reader, ListedMember listed, boolean own) {
    if (reader.id().isPresent() && reader.id().equals(listed.member().invitedBy())) {
      return listed;
    }
    if (!own) {
      return listed.withoutInvite();
    }
    return introducesItsCreator(listed.member())
        ? listed.withoutLabel()
        : listed.withoutLabel().withoutInviter();
  }

  /** Whoever invites decides whether the invited learn who it was. */
  private boolean introducesItsCreator(Member member) {
    return changes
        .read(tables -> member.invite().flatMap(tables.invites()::find))
        .filter(Invite::introduce)
        .isPresent();
  }
}

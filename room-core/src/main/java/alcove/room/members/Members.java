package alcove.room.members;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Alias;
import alcove.room.model.ListedMember;
import alcove.room.model.Member;
import alcove.room.model.MemberSearch;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.policy.RoomPolicy;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Tables;
import alcove.room.registry.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The members of the room. Thread-safe; its methods block, but for {@link #ids}. */
public final class Members {
  /** How long the aliases of somebody who is gone are kept from others. */
  private static final Duration RETIREMENT = Duration.ofDays(30);

  private static final String NOT_OPEN = "this room is not open: becoming a member needs an invite";

  private final RoomChanges changes;
  private final MemberSight sight;

  public Members(RoomChanges changes) {
    this.changes = changes;
    this.sight = new MemberSight(changes);
  }

  /** All members, oldest first. */
  public List<Member> list() {
    return changes.read(tables -> tables.members().all());
  }

  /**
   * One page of the members that fit, as the reader may see them. By whose invite they came, and
   * its label, is shown and searched where the reader may see it: moderators see it of everybody,
   * members of those whom they invited.
   *
   * @throws RefusedException if {@code reader} may not see who is a member
   */
  public Page<ListedMember> page(Actor reader, MemberSearch search, Paging paging)
      throws RefusedException {
    return sight.page(reader, search, paging);
  }

  /**
   * One member as {@link #page} shows it.
   *
   * @throws RefusedException if nobody such is a member, or {@code reader} may not see who is
   */
  public ListedMember see(Actor reader, FeedId id) throws RefusedException {
    return sight.see(reader, id);
  }

  /**
   * By whose invite a member came, and who came by theirs.
   *
   * @throws RefusedException if {@code reader} may not see who came by whose invite
   */
  public InviteTree treeOf(Actor reader, FeedId id) throws RefusedException {
    return sight.treeOf(reader, id);
  }

  static RefusedException unknown(FeedId id) {
    return new RefusedException(Refusal.UNKNOWN, id + " is not a member");
  }

  /**
   * The ids of all members, in the order of their bytes. A view that whoever joins or leaves shows
   * up in; going over it is never interrupted by that. Never blocks.
   */
  public Set<FeedId> ids() {
    return new MemberIds(() -> changes.state().members());
  }

  /** How many members there are. Never blocks. */
  public int count() {
    return changes.state().members().size();
  }

  /** One member. */
  public Optional<Member> find(FeedId id) {
    return changes.read(tables -> tables.members().find(id));
  }

  /**
   * Makes somebody a member of some role; a member of another role gets this one.
   *
   * @throws RefusedException if the actor may not, or the key is blocked
   */
  public Member add(Actor actor, FeedId id, Role role) throws RefusedException {
    return changes.change(
        actor,
        Action.CHANGE_MEMBERS,
        "only moderators and admins add members",
        transaction -> {
          transaction.requireMayBeMember(id);
          Optional<Member> known = transaction.tables().members().find(id);
          if (known.isPresent()) {
            return changeRole(transaction, known.get(), role);
          }
          requireMayGive(transaction, Role.MEMBER, role);
          Member member = Member.joining(id, role, transaction.now(), actor.id(), Optional.empty());
          transaction.putMember(member);
          transaction.enter(new AuditEvent.MemberAdded(id, role));
          return member;
        });
  }

  /**
   * Takes back that a member was removed: they are one again as they were, but for what was theirs
   * beside it, such as sessions and invites.
   *
   * @throws RefusedException if the actor may not, or the key is blocked or a member's
   */
  public Member readmit(Actor actor, Member former) throws RefusedException {
    return changes.change(
        actor,
        Action.CHANGE_MEMBERS,
        "only moderators and admins add members",
        transaction -> {
          transaction.requireMayBeMember(former.id());
          if (transaction.tables().members().find(former.id()).isPresent()) {
            throw new RefusedException(
                Refusal.ALREADY_MEMBER, former.id() + " is a member already");
          }
          requireMayGive(transaction, Role.MEMBER, former.role());
          Member again = changes.state().settings().lastSeen() ? former : former.withoutLastSeen();
          transaction.putMember(again);
          transaction.enter(new AuditEvent.MemberAdded(again.id(), again.role()));
          return again;
        });
  }

  /**
   * Gives a member another role.
   *
   * @throws RefusedException if the actor may not, or nobody such is a member, or the last admin
   *     would be none any more
   */
  public Member changeRole(Actor actor, FeedId id, Role role) throws RefusedException {
    return changes.change(
        actor, transaction -> changeRole(transaction, require(transaction, id), role));
  }

  private static Member changeRole(Transaction transaction, Member member, Role role)
      throws RefusedException {
    requireMayGive(transaction, member.role(), role);
    if (member.role() == role) {
      return member;
    }
    transaction.requireRank(member.id());
    if (role != Role.ADMIN) {
      transaction.requireNotLastAdmin(member.id());
    }
    Member changed = member.withRole(role);
    transaction.putMember(changed);
    transaction.enter(new AuditEvent.RoleChanged(member.id(), member.role(), role));
    return changed;
  }

  private static void requireMayGive(Transaction transaction, Role before, Role after)
      throws RefusedException {
    transaction.require(
        RoomPolicy.roleChange(before, after),
        after == Role.MODERATOR
            ? "only moderators and admins make somebody a moderator, and only of members"
            : "only admins make admins or take a role away");
  }

  private static Member require(Transaction transaction, FeedId id) throws RefusedException {
    return transaction.tables().members().find(id).orElseThrow(() -> unknown(id));
  }

  /**
   * Ends somebody's membership, with aliases, sessions and open invites.
   *
   * @throws RefusedException if the actor may not, or nobody such is a member, or it is the last
   *     admin
   */
  public void remove(Actor actor, FeedId id) throws RefusedException {
    changes.change(
        actor,
        Action.CHANGE_MEMBERS,
        "only moderators and admins remove members",
        transaction -> {
          Member member = require(transaction, id);
          transaction.requireRank(id);
          delete(transaction, id);
          transaction.closeReports(id, Report.Outcome.REMOVED);
          transaction.enter(new AuditEvent.MemberRemoved(id, member.role()));
          return id;
        });
  }

  /**
   * Ends one's own membership, with aliases, sessions and open invites.
   *
   * @throws RefusedException if it is not a member, or the last admin
   */
  public void leave(FeedId id) throws RefusedException {
    changes.change(
        Actor.of(id),
        transaction -> {
          Member member = require(transaction, id);
          transaction.require(Action.LEAVE, "only members leave");
          delete(transaction, id);
          transaction.enter(new AuditEvent.MemberLeft(id, member.role()));
          return id;
        });
  }

  private static void delete(Transaction transaction, FeedId id) throws RefusedException {
    transaction.requireNotLastAdmin(id);
    retireAliases(transaction, id);
    transaction.deleteMember(id);
  }

  /**
   * Says that a member has another key now, as after the loss of a phone. The new one has the role,
   * the time and the invite it came by, and the invites it made; whom it invited, it invited. The
   * names of the old one are free, and kept for the new one: it has to sign them. Sessions of the
   * old one end, and it is a stranger, though not blocked. Nobody has proved that the new one is
   * anybody's, so the last admin is replaced by the operator alone, who can mend a typing error.
   *
   * @throws RefusedException if the actor may not, or the old key is no member's, or the new one
   *     cannot be a member or is one
   */
  public Member replace(Actor actor, FeedId oldId, FeedId newId) throws RefusedException {
    return changes.change(
        actor,
        Action.CHANGE_MEMBERS,
        "only moderators and admins change members",
        transaction -> {
          Member old = require(transaction, oldId);
          transaction.requireRank(oldId);
          if (actor.id().isPresent()) {
            transaction.requireNotLastAdmin(oldId);
          }
          transaction.requireMayBeMember(newId);
          if (transaction.tables().members().find(newId).isPresent()) {
            throw new RefusedException(Refusal.ALREADY_MEMBER, newId + " is a member already");
          }
          Member replaced = old.withId(newId);
          replace(transaction, old, replaced);
          transaction.enter(new AuditEvent.MemberReplaced(oldId, newId));
          return replaced;
        });
  }

  /** The new one comes before the old one goes, so an only admin is followed by another. */
  private static void replace(Transaction transaction, Member old, Member replaced) {
    Tables tables = transaction.tables();
    transaction.putMember(replaced);
    transaction.replaceInviter(old.id(), replaced.id());
    tables.invites().replace(old.id(), replaced.id());
    tables.reports().replace(old.id(), replaced.id());
    retireAliases(transaction, old.id());
    tables.aliases().keepFor(old.id(), replaced.id());
    transaction.deleteMember(old.id());
  }

  private static void retireAliases(Transaction transaction, FeedId id) {
    Tables.AliasTable aliases = transaction.tables().aliases();
    for (Alias alias : aliases.of(id)) {
      aliases.delete(alias.name());
      aliases.retire(alias.name(), id, transaction.now().plus(RETIREMENT));
    }
    transaction.readAliases(id);
  }

  /**
   * Becomes a member without an invite; a member stays what it is.
   *
   * @return whether it was none before
   * @throws RefusedException unless the room is open and the key is not blocked
   */
  public boolean joinUninvited(FeedId id) throws RefusedException {
    if (changes.standings().of(id).isMember()) {
      return false;
    }
    // Strangers who try it again and again should not keep the database busy.
    changes.standings().require(Actor.of(id), Action.JOIN_UNINVITED, NOT_OPEN);
    return changes.change(Actor.of(id), transaction -> join(transaction, id));
  }

  /** Makes whoever changes the room a member, uninvited; whether it was none before. */
  public static boolean join(Transaction transaction, FeedId id) throws RefusedException {
    transaction.require(Action.JOIN_UNINVITED, NOT_OPEN);
    if (transaction.tables().members().find(id).isPresent()) {
      return false;
    }
    transaction.requireMayBeMember(id);
    transaction.putMember(
        Member.joining(id, Role.MEMBER, transaction.now(), Optional.empty(), Optional.empty()));
    transaction.enter(new AuditEvent.MemberJoined(id));
    return true;
  }
}

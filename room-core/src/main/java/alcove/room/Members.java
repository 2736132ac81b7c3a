package alcove.room;

import alcove.identity.FeedId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who belongs to the room. Thread-safe; its methods block. */
public final class Members {
  /** How long the aliases of somebody who is gone are kept from others. */
  private static final Duration RETIREMENT = Duration.ofDays(30);

  private static final String NOT_OPEN = "this room is not open: becoming a member needs an invite";

  private final Books books;

  Members(Books books) {
    this.books = books;
  }

  /** All members, oldest first. */
  public List<Member> list() {
    return books.read(tables -> tables.members().all());
  }

  /**
   * One page of the members that fit. By whose invite they came, and its label, is shown and
   * searched where the reader may see it: moderators see it of everybody, members of those whom
   * they invited.
   *
   * @throws RefusedException if {@code reader} may not see who is a member
   */
  public Page<ListedMember> page(Actor reader, MemberSearch search, Paging paging)
      throws RefusedException {
    books.require(reader, Action.SEE_ATTENDANTS, "only members see who is a member");
    boolean all =
        RoomPolicy.allows(books.privacyMode(), reader.standing(books), Action.SEE_INVITERS);
    Optional<Actor> labelsOf = all ? Optional.empty() : Optional.of(reader);
    Page<ListedMember> page = books.read(tables -> tables.members().page(search, labelsOf, paging));
    return all ? page : page.map(each -> asSeenBy(reader, each));
  }

  /**
   * One member as {@link #page} shows it.
   *
   * @throws RefusedException if nobody such is a member, or {@code reader} may not see who is
   */
  public ListedMember see(Actor reader, FeedId id) throws RefusedException {
    books.require(reader, Action.SEE_ATTENDANTS, "only members see who is a member");
    boolean all =
        RoomPolicy.allows(books.privacyMode(), reader.standing(books), Action.SEE_INVITERS);
    ListedMember listed =
        books
            .read(tables -> tables.members().find(id).map(member -> listed(tables, member)))
            .orElseThrow(() -> unknown(id));
    return all ? listed : asSeenBy(reader, listed);
  }

  private static ListedMember listed(Tables tables, Member member) {
    List<String> aliases = tables.aliases().of(member.id()).stream().map(Alias::name).toList();
    Optional<Invite> invite = member.invite().flatMap(tables.invites()::find);
    return new ListedMember(member, aliases, invite.map(Invite::label).orElse(""));
  }

  private static RefusedException unknown(FeedId id) {
    return new RefusedException(Refusal.UNKNOWN, id + " is not a member");
  }

  private ListedMember asSeenBy(Actor reader, ListedMember listed) {
    Optional<FeedId> own = reader.id();
    if (own.isPresent() && own.equals(listed.member().invitedBy())) {
      return listed;
    }
    if (own.filter(listed.member().id()::equals).isEmpty()) {
      return listed.withoutInvite();
    }
    return introducesItsCreator(listed.member())
        ? listed.withoutLabel()
        : listed.withoutLabel().withoutInviter();
  }

  /** Whoever invites decides whether the invited learn who it was. */
  private boolean introducesItsCreator(Member member) {
    return books
        .read(tables -> member.invite().flatMap(tables.invites()::find))
        .filter(Invite::introduce)
        .isPresent();
  }

  /**
   * The ids of all members, in no order. A view that whoever joins or leaves shows up in; going
   * over it is never interrupted by that. Never blocks.
   */
  public Set<FeedId> ids() {
    return books.memberIds();
  }

  /** One member. */
  public Optional<Member> find(FeedId id) {
    return books.read(tables -> tables.members().find(id));
  }

  /**
   * Makes somebody a member of some role; a member of another role gets this one.
   *
   * @throws RefusedException if the actor may not, or the key is blocked
   */
  public Member add(Actor actor, FeedId id, Role role) throws RefusedException {
    return books.change(
        change -> {
          change.require(actor, Action.CHANGE_MEMBERS, "only moderators and admins add members");
          change.requireMayBeMember(id);
          Optional<Member> known = change.tables().members().find(id);
          if (known.isPresent()) {
            return changeRole(change, actor, known.get(), role);
          }
          if (role != Role.MEMBER) {
            requireMayGive(change, actor, role);
          }
          Member member = new Member(id, role, change.now(), actor.id(), Optional.empty());
          change.putMember(member);
          change.audit(actor, new AuditEvent.MemberAdded(id, role));
          return member;
        });
  }

  /**
   * Gives a member another role.
   *
   * @throws RefusedException if the actor may not, or nobody such is a member, or the last admin
   *     would be none any more
   */
  public Member changeRole(Actor actor, FeedId id, Role role) throws RefusedException {
    return books.change(change -> changeRole(change, actor, require(change, id), role));
  }

  private static Member changeRole(Books.Change change, Actor actor, Member member, Role role)
      throws RefusedException {
    if (member.role() == role) {
      change.require(actor, Action.CHANGE_MEMBERS, "only moderators and admins change members");
      return member;
    }
    if (member.role() == Role.MEMBER && role == Role.MODERATOR) {
      requireMayGive(change, actor, role);
    } else {
      change.require(actor, Action.CHANGE_ROLES, "only admins make admins or take a role away");
    }
    change.requireRank(actor, member.id());
    if (role != Role.ADMIN) {
      change.requireNotLastAdmin(member.id());
    }
    Member changed = member.withRole(role);
    change.putMember(changed);
    change.audit(actor, new AuditEvent.RoleChanged(member.id(), member.role(), role));
    return changed;
  }

  private static void requireMayGive(Books.Change change, Actor actor, Role role)
      throws RefusedException {
    if (role == Role.MODERATOR) {
      change.require(
          actor, Action.MAKE_MODERATOR, "only moderators and admins make somebody a moderator");
    } else {
      change.require(actor, Action.CHANGE_ROLES, "only admins make somebody an admin");
    }
  }

  private static Member require(Books.Change change, FeedId id) throws RefusedException {
    return change.tables().members().find(id).orElseThrow(() -> unknown(id));
  }

  /**
   * Ends somebody's membership, with aliases, sessions and open invites.
   *
   * @throws RefusedException if the actor may not, or nobody such is a member, or it is the last
   *     admin
   */
  public void remove(Actor actor, FeedId id) throws RefusedException {
    books.change(
        change -> {
          change.require(actor, Action.CHANGE_MEMBERS, "only moderators and admins remove members");
          Member member = require(change, id);
          change.requireRank(actor, id);
          delete(change, id);
          change.audit(actor, new AuditEvent.MemberRemoved(id, member.role()));
          return id;
        });
  }

  /**
   * Ends one's own membership, with aliases, sessions and open invites.
   *
   * @throws RefusedException if it is not a member, or the last admin
   */
  public void leave(FeedId id) throws RefusedException {
    books.change(
        change -> {
          Actor actor = Actor.of(id);
          Member member = require(change, id);
          change.require(actor, Action.LEAVE, "only members leave");
          delete(change, id);
          change.audit(actor, new AuditEvent.MemberLeft(id, member.role()));
          return id;
        });
  }

  private static void delete(Books.Change change, FeedId id) throws RefusedException {
    change.requireNotLastAdmin(id);
    retireAliases(change, id);
    change.deleteMember(id);
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
    return books.change(
        change -> {
          change.require(actor, Action.CHANGE_MEMBERS, "only moderators and admins change members");
          Member old = require(change, oldId);
          change.requireRank(actor, oldId);
          if (actor.id().isPresent()) {
            change.requireNotLastAdmin(oldId);
          }
          change.requireMayBeMember(newId);
          if (change.tables().members().find(newId).isPresent()) {
            throw new RefusedException(Refusal.ALREADY_MEMBER, newId + " is a member already");
          }
          Member replaced = old.withId(newId);
          replace(change, old, replaced);
          change.audit(actor, new AuditEvent.MemberReplaced(oldId, newId));
          return replaced;
        });
  }

  /** The new one comes before the old one goes, so an only admin is followed by another. */
  private static void replace(Books.Change change, Member old, Member replaced) {
    Tables tables = change.tables();
    change.putMember(replaced);
    tables.members().replaceInviter(old.id(), replaced.id());
    tables.invites().replace(old.id(), replaced.id());
    retireAliases(change, old.id());
    tables.aliases().keepFor(old.id(), replaced.id());
    change.deleteMember(old.id());
  }

  private static void retireAliases(Books.Change change, FeedId id) {
    Tables.AliasTable aliases = change.tables().aliases();
    for (Alias alias : aliases.of(id)) {
      aliases.delete(alias.name());
      aliases.retire(alias.name(), id, change.now().plus(RETIREMENT));
    }
  }

  /**
   * Becomes a member without an invite; a member stays what it is.
   *
   * @return whether it was none before
   * @throws RefusedException unless the room is open and the key is not blocked
   */
  public boolean joinUninvited(FeedId id) throws RefusedException {
    if (books.of(id).isMember()) {
      return false;
    }
    // Strangers who try it again and again should not keep the database busy.
    books.require(Actor.of(id), Action.JOIN_UNINVITED, NOT_OPEN);
    return books.change(change -> join(change, id));
  }

  static boolean join(Books.Change change, FeedId id) throws RefusedException {
    change.require(Actor.of(id), Action.JOIN_UNINVITED, NOT_OPEN);
    if (change.tables().members().find(id).isPresent()) {
      return false;
    }
    change.requireMayBeMember(id);
    change.putMember(new Member(id, Role.MEMBER, change.now(), Optional.empty(), Optional.empty()));
    change.audit(Actor.of(id), new AuditEvent.MemberJoined(id));
    return true;
  }
}

package alcove.room.invites;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Invite;
import alcove.room.model.InviteFilter;
import alcove.room.model.InviteTerms;
import alcove.room.model.Member;
import alcove.room.model.NewInvite;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Tables;
import alcove.room.registry.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * Invites and who came by them. Thread-safe; its methods block.
 *
 * @see <a href="https://github.com/ssbc/ssb-http-invite-spec">ssb-http-invite-spec</a>
 */
public final class Invites {
  private final RoomChanges changes;

  /**
   * An invite that was claimed.
   *
   * @param isNew whether its claimant was no member before
   */
  public record Claimed(Invite invite, boolean isNew) {}

  public Invites(RoomChanges changes) {
    this.changes = changes;
  }

  /** All invites, newest first. */
  public List<Invite> list() {
    return changes.read(tables -> tables.invites().all());
  }

  /** Those of one creator, newest first. */
  public List<Invite> of(FeedId creator) {
    return list().stream().filter(each -> isOf(each, Actor.of(creator))).toList();
  }

  /**
   * One page of the invites that fit, newest first, with who came by each.
   *
   * @throws RefusedException if {@code reader} may not see them: all see their own, and moderators
   *     those of others
   */
  public Page<Invite> page(Actor reader, InviteFilter filter, Paging paging)
      throws RefusedException {
    requireMayRead(reader, filter);
    Optional<Tables.Sought> sought = sought(reader, filter);
    return changes.read(tables -> tables.invites().page(filter, sought, changes.now(), paging));
  }

  /**
   * How many a page of them would say there are in all.
   *
   * @throws RefusedException if the reader may not see these
   */
  public int count(Actor reader, InviteFilter filter) throws RefusedException {
    requireMayRead(reader, filter);
    Optional<Tables.Sought> sought = sought(reader, filter);
    return changes.read(tables -> tables.invites().count(filter, sought, changes.now()));
  }

  private Optional<Tables.Sought> sought(Actor reader, InviteFilter filter) {
    return changes
        .state()
        .sought(filter.text(), changes.standings().allow(reader, Action.KEEP_NOTES));
  }

  private void requireMayRead(Actor reader, InviteFilter filter) throws RefusedException {
    if (filter.creator().isPresent() && filter.creator().equals(reader.id())) {
      changes.standings().require(reader, Action.SIGN_IN, "only members keep invites");
    } else {
      changes
          .standings()
          .require(
              reader, Action.REVOKE_ANY_INVITE, "only moderators and admins see others' invites");
    }
  }

  /** Whom those who claim an invite are told to follow, if anybody, and if it can be reached. */
  public Optional<FeedId> introduced(Invite invite) {
    return invite
        .createdBy()
        .id()
        .filter(creator -> invite.introduce() && changes.standings().allow(creator, Action.ATTEND));
  }

  private static boolean isOf(Invite invite, Actor actor) {
    return actor.id().isPresent() && actor.id().equals(invite.createdBy().id());
  }

  /**
   * Creates an invite.
   *
   * @throws RefusedException if the actor may not, or the terms are no terms
   */
  public NewInvite create(Actor actor, InviteTerms terms) throws RefusedException {
    SecretToken token = SecretToken.create();
    return changes.change(
        actor,
        Action.CREATE_INVITE,
        explain(),
        transaction -> {
          terms.require(actor, transaction.now());
          Invite invite =
              transaction.tables().invites().insert(terms, token.hash(), actor, transaction.now());
          transaction.enter(new AuditEvent.InviteCreated(invite.id(), terms.label()));
          return new NewInvite(invite, token);
        });
  }

  private String explain() {
    return changes.standings().privacyMode() == PrivacyMode.RESTRICTED
        ? "in a restricted room only moderators and admins invite"
        : "only members of this room invite";
  }

  /**
   * Gives an invite that is open another link; the old one is dead.
   *
   * @throws RefusedException if there is none such, it is not open, or the actor may not
   */
  public NewInvite newLink(Actor actor, long id) throws RefusedException {
    SecretToken token = SecretToken.create();
    return changes.change(
        actor,
        transaction -> {
          Invite invite = requireMine(transaction, actor, id);
          transaction.require(Action.CREATE_INVITE, explain());
          requireOpen(invite);
          transaction.tables().invites().replaceHash(id, token.hash());
          transaction.enter(new AuditEvent.InviteRenewed(id, invite.label()));
          return new NewInvite(invite, token);
        });
  }

  /**
   * Revokes an invite; who came by it stays.
   *
   * @throws RefusedException if there is none such, or the actor may not
   */
  public Invite revoke(Actor actor, long id) throws RefusedException {
    return changes.change(
        actor,
        transaction -> {
          Invite invite = requireMine(transaction, actor, id);
          if (invite.state(transaction.now()) != Invite.State.REVOKED) {
            transaction.tables().invites().revoke(id, transaction.now());
            transaction.enter(new AuditEvent.InviteRevoked(id, invite.label()));
          }
          return invite;
        });
  }

  /**
   * Takes back that an invite was revoked: it can be claimed by the link that it had.
   *
   * @throws RefusedException if there is none such, all its uses are taken or its time is over, or
   *     the actor may not revoke it, or may not invite
   */
  public Invite reopen(Actor actor, long id) throws RefusedException {
    return changes.change(
        actor,
        transaction -> {
          Invite invite = requireMine(transaction, actor, id);
          transaction.require(Action.CREATE_INVITE, explain());
          if (invite.state(transaction.now()) != Invite.State.OPEN) {
            requireOpen(invite.withoutRevocation());
            transaction.tables().invites().reopen(id);
            transaction.enter(new AuditEvent.InviteReopened(id, invite.label()));
          }
          return invite;
        });
  }

  private static Invite requireMine(Transaction transaction, Actor actor, long id)
      throws RefusedException {
    Optional<Invite> found = transaction.tables().invites().find(id);
    if (found.isPresent() && isOf(found.get(), actor)) {
      transaction.require(Action.SIGN_IN, "only members keep invites");
      return found.get();
    }
    transaction.require(
        Action.REVOKE_ANY_INVITE, "only moderators and admins deal with others' invites");
    Invite invite =
        found.orElseThrow(
            () -> new RefusedException(Refusal.UNKNOWN, "there is no invite number " + id));
    if (invite.createdBy() instanceof Actor.Peer(FeedId creator)) {
      transaction.requireRank(creator);
    }
    return invite;
  }

  /**
   * Looks at an invite without spending it.
   *
   * @param text the secret of its link
   * @throws RefusedException if it can not be claimed now
   */
  public Invite look(String text) throws RefusedException {
    Invite invite = find(text);
    requireOpen(invite);
    return invite;
  }

  /**
   * The same, whatever is left of the invite.
   *
   * @throws RefusedException if there is none such
   */
  public Invite find(String text) throws RefusedException {
    return SecretToken.parse(text)
        .flatMap(token -> changes.read(tables -> tables.invites().findByHash(token.hash())))
        .orElseThrow(Invites::unknown);
  }

  /**
   * Who came by an invite on one of the room's pages, and is a member still.
   *
   * @param page the secret of that page
   */
  public Optional<FeedId> claimant(Invite invite, SecretToken page) {
    return changes
        .read(tables -> tables.invites().claimant(invite.id(), page.hash()))
        .filter(id -> changes.standings().of(id).isMember());
  }

  /**
   * Makes {@code claimant} a member by an invite, on no page.
   *
   * @throws RefusedException as {@link #claim(String, FeedId, Optional)}
   */
  public Claimed claim(String text, FeedId claimant) throws RefusedException {
    return claim(text, claimant, Optional.empty());
  }

  /**
   * Makes {@code claimant} a member by an invite, which loses one use. A member is welcome and
   * spends nothing; who came by this invite may claim it again, whatever has become of it since, as
   * an app does that did not hear the first answer.
   *
   * @param text the secret of its link
   * @param page the secret of the page of the room that its link was taken from, if it was
   * @throws RefusedException if the invite can not be claimed, or the key is blocked
   */
  public Claimed claim(String text, FeedId claimant, Optional<SecretToken> page)
      throws RefusedException {
    // Read first: whoever guesses or repeats it should not keep the database busy.
    Invite invite = find(text);
    changes.standings().requireMayBeMember(claimant);
    requireOpenTo(invite, changes.read(tables -> tables.members().find(claimant)));
    if (changes.standings().of(claimant).isMember()) {
      return new Claimed(invite, false);
    }
    SecretToken token = SecretToken.parse(text).orElseThrow(Invites::unknown);
    return changes.change(
        Actor.of(claimant), transaction -> claim(transaction, token, claimant, page));
  }

  private Claimed claim(
      Transaction transaction, SecretToken token, FeedId claimant, Optional<SecretToken> page)
      throws RefusedException {
    Tables.InviteTable invites = transaction.tables().invites();
    Invite invite = invites.findByHash(token.hash()).orElseThrow(Invites::unknown);
    transaction.requireMayBeMember(claimant);
    Optional<Member> already = transaction.tables().members().find(claimant);
    requireOpenTo(invite, already);
    if (already.isPresent()) {
      return new Claimed(invite, false);
    }
    if (!invites.spend(invite.id(), transaction.now())) {
      throw spent();
    }
    invites.addClaim(
        invite.id(), new Invite.Claim(claimant, transaction.now()), page.map(SecretToken::hash));
    transaction.putMember(
        Member.joining(
            claimant,
            Role.MEMBER,
            transaction.now(),
            invite.createdBy().id(),
            Optional.of(invite.id())));
    transaction.enter(new AuditEvent.InviteClaimed(claimant, invite.id()));
    return new Claimed(invite, true);
  }

  /** Whoever came by an invite may claim it whatever has become of it since. */
  private void requireOpenTo(Invite invite, Optional<Member> claimant) throws RefusedException {
    if (claimant.flatMap(Member::invite).filter(by -> by == invite.id()).isEmpty()) {
      requireOpen(invite);
    }
  }

  private void requireOpen(Invite invite) throws RefusedException {
    switch (invite.state(changes.now())) {
      case OPEN -> {}
      case SPENT -> throw spent();
      case EXPIRED -> throw new RefusedException(Refusal.INVITE_EXPIRED, "this invite has expired");
      case REVOKED -> throw new RefusedException(Refusal.INVITE_REVOKED, "this invite was revoked");
    }
    if (!changes.standings().allow(invite.createdBy(), Action.CREATE_INVITE)) {
      throw new RefusedException(
          Refusal.INVITE_REVOKED,
          "this invite is not valid any more: whoever made it may no longer invite");
    }
  }

  private static RefusedException spent() {
    return new RefusedException(Refusal.INVITE_SPENT, "this invite was used already");
  }

  private static RefusedException unknown() {
    return new RefusedException(Refusal.INVITE_UNKNOWN, "there is no such invite");
  }
}

package alcove.room.aliases;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.identity.FeedSignature;
import alcove.identity.MalformedException;
import alcove.room.audit.AuditEvent;
import alcove.room.members.Members;
import alcove.room.model.Alias;
import alcove.room.model.MemberSearch;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.names.Lookalikes;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.RoomPolicy;
import alcove.room.policy.Standing;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Tables;
import alcove.room.registry.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The names by which members can be reached. Thread-safe; its methods block.
 *
 * @see <a href="https://github.com/ssbc/rooms2/tree/master/docs/Alias">rooms2, Alias</a>
 */
public final class Aliases {
  /** How long a name that somebody else revoked is kept from all but its last owner. */
  private static final Duration RETIREMENT = Duration.ofDays(30);

  private final RoomChanges changes;
  private final FeedId room;
  private final Crypto crypto;
  private final AliasNames names;
  private final Lookalikes lookalikes = new Lookalikes();

  public Aliases(RoomChanges changes, FeedId room, Crypto crypto, AliasNames names) {
    this.changes = changes;
    this.room = room;
    this.crypto = crypto;
    this.names = names;
  }

  /** All aliases, by name, also those that do not resolve now. */
  public List<Alias> list() {
    return changes.read(tables -> tables.aliases().all());
  }

  /**
   * One page of the aliases that fit, by name, also of those that do not resolve now.
   *
   * @param text a part of the alias or of its owner's id, in upper or lower case; empty: all
   * @throws RefusedException if {@code reader} may not see who is a member
   */
  public Page<Alias> page(Actor reader, String text, Paging paging) throws RefusedException {
    changes
        .standings()
        .require(reader, Action.SEE_ATTENDANTS, "only members see the aliases of others");
    return changes.read(tables -> tables.aliases().page(MemberSearch.bare(text), paging));
  }

  /** The names of one owner. */
  public List<String> of(FeedId owner) {
    return changes.read(tables -> tables.aliases().of(owner).stream().map(Alias::name).toList());
  }

  /**
   * Takes an alias for {@code owner}, who becomes a member by that in an open room. Taking one that
   * it has renews the signature.
   *
   * @param signature the owner's, in any form that {@link FeedSignature#parse} reads
   * @throws RefusedException with a text that apps show
   */
  public Alias register(FeedId owner, String name, String signature) throws RefusedException {
    names.require(name);
    FeedSignature signed = parse(signature);
    if (!new AliasRegistration(room, owner, name).isSignedBy(signed, crypto)) {
      throw new RefusedException(Refusal.BAD_SIGNATURE, "registerAlias: invalid signature");
    }
    // Strangers who try it again and again should not keep the database busy.
    changes.standings().require(Actor.of(owner), Action.REGISTER_ALIAS, explain(owner));
    return changes.change(
        Actor.of(owner),
        Action.REGISTER_ALIAS,
        explain(owner),
        transaction -> {
          requireFree(transaction, name, owner);
          Alias alias = new Alias(name, owner, signed, transaction.now());
          transaction.tables().aliases().delete(name);
          transaction.tables().aliases().unretire(name);
          transaction.tables().aliases().insert(alias);
          transaction.readAliases(owner);
          if (!changes.standings().of(owner).isMember()) {
            Members.join(transaction, owner);
          }
          return alias;
        });
  }

  private static FeedSignature parse(String text) throws RefusedException {
    try {
      return FeedSignature.parse(text);
    } catch (MalformedException malformed) {
      throw new RefusedException(
          Refusal.BAD_SIGNATURE,
          "registerAlias: invalid signature: expected 64 bytes as BASE64.sig.ed25519");
    }
  }

  private String explain(FeedId owner) {
    return changes.standings().privacyMode() == PrivacyMode.RESTRICTED
            && changes.standings().of(owner).isMember()
        ? "registerAlias: this room is restricted: aliases are turned off"
        : "registerAlias: only members of this room register aliases";
  }

  private void requireFree(Transaction transaction, String name, FeedId owner)
      throws RefusedException {
    Tables.AliasTable aliases = transaction.tables().aliases();
    Optional<FeedId> holder =
        aliases.find(name).map(Alias::owner).or(() -> aliases.retiredBy(name, transaction.now()));
    if (holder.isPresent() && !holder.get().equals(owner)) {
      throw new RefusedException(Refusal.ALIAS_TAKEN, "alias (\"" + name + "\") is already taken");
    }
    if (lookalikes.isTaken(name, changes.state().ownNamesOfOthers(owner))) {
      throw new RefusedException(
          Refusal.ALIAS_TAKEN, "alias (\"" + name + "\") is already taken: it looks like a name");
    }
    List<Alias> owned = aliases.of(owner);
    int most = changes.state().settings().aliasesPerMember();
    if (owned.size() >= most && owned.stream().noneMatch(each -> each.name().equals(name))) {
      throw new RefusedException(
          Refusal.TOO_MANY_ALIASES,
          "registerAlias: too many aliases: a member has at most " + most);
    }
  }

  /**
   * Gives an alias free: one's own for anybody at once, another's for its owner alone for 30 days.
   *
   * @throws RefusedException if there is none such, or it is another's and the actor may not
   */
  public Alias revoke(Actor actor, String text) throws RefusedException {
    return changes.change(
        actor,
        transaction -> {
          Alias alias = require(transaction, text);
          Tables.AliasTable aliases = transaction.tables().aliases();
          boolean own = actor.id().filter(alias.owner()::equals).isPresent();
          if (own) {
            transaction.require(
                Action.KEEP_OWN_ALIASES, "revokeAlias: this key may not revoke aliases");
          } else {
            transaction.require(
                Action.REVOKE_ANY_ALIAS,
                "revokeAlias: not your alias (moderators revoke those of others)");
            transaction.requireRank(alias.owner());
            aliases.retire(alias.name(), alias.owner(), transaction.now().plus(RETIREMENT));
            transaction.enter(new AuditEvent.AliasRevoked(alias.name(), alias.owner()));
          }
          aliases.delete(alias.name());
          transaction.readAliases(alias.owner());
          return alias;
        });
  }

  /**
   * Takes back that an alias was revoked by somebody else, while it is still kept for its owner.
   *
   * @throws RefusedException if it is not, or the actor may not revoke it
   */
  public void restore(Actor actor, Alias alias) throws RefusedException {
    changes.change(
        actor,
        Action.REVOKE_ANY_ALIAS,
        "only moderators and admins deal with the aliases of others",
        transaction -> {
          Tables.AliasTable aliases = transaction.tables().aliases();
          transaction.requireRank(alias.owner());
          Optional<FeedId> keptFor = aliases.retiredBy(alias.name(), transaction.now());
          if (!keptFor.equals(Optional.of(alias.owner()))
              || aliases.find(alias.name()).isPresent()) {
            throw unknown();
          }
          requireFree(transaction, alias.name(), alias.owner());
          aliases.unretire(alias.name());
          aliases.insert(alias);
          transaction.readAliases(alias.owner());
          transaction.enter(new AuditEvent.AliasRestored(alias.name(), alias.owner()));
          return alias;
        });
  }

  /** Those of one owner, as they were signed. */
  public List<Alias> ownedBy(FeedId owner) {
    return changes.read(tables -> tables.aliases().of(owner));
  }

  /** The first name by which {@code owner} can be found now, if there is one. Never blocks. */
  public Optional<String> nameOf(FeedId owner) {
    return resolves() && changes.standings().of(owner).isMember()
        ? changes.state().namesOf(owner).aliases().stream().findFirst()
        : Optional.empty();
  }

  private boolean resolves() {
    return RoomPolicy.allows(
        changes.standings().privacyMode(), Standing.EXTERNAL, Action.RESOLVE_ALIAS);
  }

  private static Alias require(Transaction transaction, String text) throws RefusedException {
    return AliasNames.lookedUp(text)
        .flatMap(transaction.tables().aliases()::find)
        .orElseThrow(() -> unknown());
  }

  private static RefusedException unknown() {
    return new RefusedException(Refusal.ALIAS_UNKNOWN, "there is no such alias in this room");
  }

  /**
   * Finds whom an alias leads to; upper case is as good as lower.
   *
   * @throws RefusedException if there is none such, or its owner is no member now, or the room is
   *     restricted
   */
  public Alias resolve(String text) throws RefusedException {
    if (!resolves()) {
      throw new RefusedException(
          Refusal.ALIASES_OFF, "this room is restricted: aliases are turned off");
    }
    return AliasNames.lookedUp(text)
        .flatMap(name -> changes.read(tables -> tables.aliases().find(name)))
        .filter(alias -> changes.standings().of(alias.owner()).isMember())
        .orElseThrow(() -> unknown());
  }
}

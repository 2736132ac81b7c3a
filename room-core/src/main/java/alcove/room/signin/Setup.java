package alcove.room.signin;

import alcove.crypto.PasswordHash;
import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Member;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Tables;
import alcove.room.registry.Transaction;
import java.util.Optional;

/**
 * The setup, by which a room gets its first admin. Thread-safe; its methods block, but for {@link
 * #hasAdmin}.
 *
 * <p>All of it ends when there is an admin, and begins again should there be none some day.
 */
public final class Setup {
  /** Of how many starts of nodes the links work at the same time. */
  private static final int MOST_TOKENS = 8;

  private final RoomChanges changes;

  public Setup(RoomChanges changes) {
    this.changes = changes;
  }

  /** Whether the room has an admin. Never blocks. */
  public boolean hasAdmin() {
    return changes.state().hasAdmin();
  }

  /**
   * Makes a secret that lets whoever has it name the first admin, once; an earlier one is dead.
   *
   * @throws RefusedException if there is an admin
   */
  public SecretToken newToken() throws RefusedException {
    SecretToken token = SecretToken.create();
    return changes.change(
        Actor.operator(),
        transaction -> {
          requireNoAdmin();
          transaction.tables().tokens().putSetup(token.hash(), transaction.now());
          return token;
        });
  }

  /**
   * The same beside those that other nodes have made, whose links go on: of all, the newest few.
   *
   * @throws RefusedException if there is an admin
   */
  public SecretToken addToken() throws RefusedException {
    SecretToken token = SecretToken.create();
    return changes.change(
        Actor.operator(),
        transaction -> {
          requireNoAdmin();
          transaction.tables().tokens().addSetup(token.hash(), transaction.now(), MOST_TOKENS);
          return token;
        });
  }

  /**
   * Makes sure that {@code text} is the secret that {@link #claim} takes now.
   *
   * @throws RefusedException if it is not
   */
  public void look(String text) throws RefusedException {
    requireNoAdmin();
    if (!changes.read(tables -> isToken(tables, text))) {
      throw unknown();
    }
  }

  /**
   * Makes {@code id} the first admin by the secret of a setup link.
   *
   * @throws RefusedException if there is an admin, or this is not the secret, or the key is blocked
   */
  public Member claim(String text, FeedId id) throws RefusedException {
    return changes.change(Actor.of(id), transaction -> claim(transaction, text, id));
  }

  /**
   * The same where {@code text} may be something else, which changes nothing.
   *
   * @return nothing if it is not the secret that is taken now
   */
  public Optional<Member> claimIfLink(String text, FeedId id) throws RefusedException {
    // Read first: whoever claims an invite, or guesses, should not keep the database busy.
    boolean isLink = !hasAdmin() && changes.read(tables -> isToken(tables, text));
    return isLink ? Optional.of(claim(text, id)) : Optional.empty();
  }

  private Member claim(Transaction transaction, String text, FeedId id) throws RefusedException {
    requireNoAdmin();
    if (!isToken(transaction.tables(), text)) {
      throw unknown();
    }
    return makeAdmin(transaction, id);
  }

  /**
   * The same for somebody who signs in with a password from now on.
   *
   * @throws RefusedException as the other, and if the password is too short or too long; then
   *     nothing is changed
   */
  public Member claim(String text, FeedId id, String password) throws RefusedException {
    look(text);
    Passwords.require(password);
    String hash = PasswordHash.of(password);
    return claim(
        text,
        id,
        transaction -> {
          transaction.tables().passwords().put(id, hash, transaction.now());
          return id;
        });
  }

  /** The same with whatever gives them a way to sign in. */
  Member claim(String text, FeedId id, Transaction.Work<?> wayIn) throws RefusedException {
    return changes.change(
        Actor.of(id),
        transaction -> {
          Member admin = claim(transaction, text, id);
          wayIn.in(transaction);
          return admin;
        });
  }

  /**
   * Makes {@code id} the first admin because the operator says so.
   *
   * @throws RefusedException if there is an admin, or the key is blocked
   */
  public Member byOperator(FeedId id) throws RefusedException {
    return changes.change(
        Actor.operator(),
        transaction -> {
          requireNoAdmin();
          return makeAdmin(transaction, id);
        });
  }

  private static boolean isToken(Tables tables, String text) {
    return SecretToken.parse(text)
        .map(token -> tables.tokens().isSetup(token.hash()))
        .orElse(false);
  }

  private static Member makeAdmin(Transaction transaction, FeedId id) throws RefusedException {
    transaction.requireMayBeMember(id);
    Member admin =
        transaction
            .tables()
            .members()
            .find(id)
            .map(member -> member.withRole(Role.ADMIN))
            .orElse(
                Member.joining(
                    id, Role.ADMIN, transaction.now(), Optional.empty(), Optional.empty()));
    transaction.putMember(admin);
    transaction.tables().tokens().deleteSetup();
    transaction.enter(new AuditEvent.FirstAdmin(id));
    return admin;
  }

  private void requireNoAdmin() throws RefusedException {
    if (changes.state().hasAdmin()) {
      throw new RefusedException(
          Refusal.HAS_ADMIN, "this room has an admin, who can make others admins");
    }
  }

  private static RefusedException unknown() {
    return new RefusedException(
        Refusal.SETUP_LINK_UNKNOWN,
        "this setup link is not the current one; the server prints it at its start");
  }
}

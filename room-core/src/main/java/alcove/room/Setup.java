package alcove.room;

import alcove.crypto.PasswordHash;
import alcove.identity.FeedId;
import java.util.Optional;

/**
 * How a room gets its first admin. Thread-safe; its methods block, but for {@link #hasAdmin}.
 *
 * <p>All of it ends when there is an admin, and begins again should there be none some day.
 */
public final class Setup {
  private final Books books;

  Setup(Books books) {
    this.books = books;
  }

  /** Whether the room has an admin. Never blocks. */
  public boolean hasAdmin() {
    return books.hasAdmin();
  }

  /**
   * Makes a secret that lets whoever has it name the first admin, once; an earlier one is dead.
   *
   * @throws RefusedException if there is an admin
   */
  public SecretToken newToken() throws RefusedException {
    SecretToken token = SecretToken.create();
    return books.change(
        change -> {
          requireNoAdmin();
          change.tables().tokens().putSetup(token.hash(), change.now());
          return token;
        });
  }

  /** Whether {@code text} is the secret that {@link #claim} takes now. */
  public boolean isLink(String text) {
    return !hasAdmin() && books.read(tables -> isToken(tables, text));
  }

  /**
   * Makes sure that {@code text} is the secret that {@link #claim} takes now.
   *
   * @throws RefusedException if it is not
   */
  public void look(String text) throws RefusedException {
    requireNoAdmin();
    if (!books.read(tables -> isToken(tables, text))) {
      throw unknown();
    }
  }

  /**
   * Makes {@code id} the first admin by the secret of a setup link.
   *
   * @throws RefusedException if there is an admin, or this is not the secret, or the key is blocked
   */
  public Member claim(String text, FeedId id) throws RefusedException {
    return books.change(change -> claim(change, text, id));
  }

  private Member claim(Books.Change change, String text, FeedId id) throws RefusedException {
    requireNoAdmin();
    if (!isToken(change.tables(), text)) {
      throw unknown();
    }
    return makeAdmin(change, Actor.of(id), id);
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
    return books.change(
        change -> {
          Member admin = claim(change, text, id);
          change.tables().passwords().put(id, hash, change.now());
          return admin;
        });
  }

  /**
   * Makes {@code id} the first admin because the operator says so.
   *
   * @throws RefusedException if there is an admin, or the key is blocked
   */
  public Member byOperator(FeedId id) throws RefusedException {
    return books.change(
        change -> {
          requireNoAdmin();
          return makeAdmin(change, Actor.operator(), id);
        });
  }

  private static boolean isToken(Tables tables, String text) {
    return SecretToken.parse(text)
        .map(token -> tables.tokens().isSetup(token.hash()))
        .orElse(false);
  }

  private static Member makeAdmin(Books.Change change, Actor actor, FeedId id)
      throws RefusedException {
    change.requireMayBeMember(id);
    Member admin =
        change
            .tables()
            .members()
            .find(id)
            .map(member -> member.withRole(Role.ADMIN))
            .orElse(new Member(id, Role.ADMIN, change.now(), Optional.empty(), Optional.empty()));
    change.putMember(admin);
    change.tables().tokens().deleteSetup();
    change.audit(actor, new AuditEvent.FirstAdmin(id));
    return admin;
  }

  private void requireNoAdmin() throws RefusedException {
    if (books.hasAdmin()) {
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

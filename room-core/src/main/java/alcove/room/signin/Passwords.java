package alcove.room.signin;

import alcove.cluster.shared.NodeCalls;
import alcove.cluster.shared.SharedBuckets;
import alcove.crypto.PasswordHash;
import alcove.identity.AnyFeedId;
import alcove.identity.FeedId;
import alcove.limits.TokenBuckets;
import alcove.room.aliases.AliasNames;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Alias;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Tables;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Passwords, for members who cannot sign in with their app. Thread-safe; its methods block but for
 * {@link #tryTake}, those that hash for a tenth of a second of CPU time, so they want a thread of
 * their own.
 *
 * <p>To verify one takes three steps, since the other nodes count guesses too, and no thread waits
 * for them: {@link #account} reads whose it is, {@link #tryTake} asks all nodes for a try, and
 * {@link #check} verifies.
 */
public final class Passwords {
  /** The shortest password, in characters. */
  public static final int SHORTEST = 10;

  /** The longest password, in characters. */
  public static final int LONGEST = 256;

  /** How long a link to choose a password works. */
  public static final Duration RESET_TIME = Duration.ofDays(7);

  private static final int TRIES = 5;
  private static final double TRIES_PER_SECOND = 1.0 / Duration.ofMinutes(5).toSeconds();
  private static final int MOST_COUNTED = 4096;

  /** What is verified where there is no password, so that this takes as long. */
  private static final class Nobody {
    static final String HASH = PasswordHash.of("");
  }

  private static final long NO_SESSION = -1;

  /**
   * An account as somebody names it, which may be nobody's.
   *
   * @param name as it was typed
   * @param member whose it is
   */
  public record Account(String name, Optional<FeedId> member) {
    /** That of a member. */
    public static Account of(FeedId member) {
      return new Account(member.toString(), Optional.of(member));
    }

    /** The name under which tries are counted, whichever of its names somebody types. */
    private String counted() {
      return member.map(FeedId::toString).orElse(name);
    }
  }

  /** One try at the password of an account, as all nodes have counted it. */
  public static final class Try {
    private final Account account;

    private Try(Account account) {
      this.account = account;
    }
  }

  private final RoomChanges changes;
  private final SharedBuckets tries;

  public Passwords(RoomChanges changes, LongSupplier nanoTime, NodeCalls nodes) {
    this.changes = changes;
    this.tries =
        new SharedBuckets(
            nodes,
            NodeCalls.Subject.GUESSES,
            new TokenBuckets(TRIES_PER_SECOND, TRIES, MOST_COUNTED, nanoTime));
  }

  /** Whether a member has one. */
  public boolean isSet(FeedId member) {
    return changes.read(tables -> tables.passwords().find(member)).isPresent();
  }

  /**
   * The account that somebody means. Reads the registry, and hashes nothing.
   *
   * @param name the member's id in any form, or one of its aliases
   */
  public Account account(String name) {
    return new Account(name.strip(), find(name.strip()));
  }

  /**
   * Takes one try at the password of an account, which counts on all nodes. Never blocks.
   *
   * @return on any thread, within a second or so; fails with {@link RefusedException} ({@link
   *     Refusal#TOO_OFTEN}) if there is none left
   */
  public Future<Try> tryTake(Account account) {
    return tries
        .tryTake(account.counted())
        .compose(
            isLeft ->
                isLeft
                    ? Future.succeededFuture(new Try(account))
                    : Future.failedFuture(
                        new RefusedException(
                            Refusal.TOO_OFTEN,
                            "too many wrong passwords for this name: wait five minutes")));
  }

  /**
   * Whose password it is.
   *
   * @param taken good for this once
   * @throws RefusedException with {@link Refusal#WRONG_PASSWORD} for whatever is wrong about name
   *     or password
   */
  public FeedId check(Try taken, String password) throws RefusedException {
    Optional<FeedId> member = taken.account.member();
    Optional<String> hash =
        member.flatMap(id -> changes.read(tables -> tables.passwords().find(id)));
    boolean right =
        PasswordHash.verify(cut(password), hash.orElseGet(() -> Nobody.HASH)) && hash.isPresent();
    if (!right || member.isEmpty() || !changes.standings().of(member.get()).isMember()) {
      throw wrong();
    }
    keep(member.get(), password, hash.get());
    tries.forgive(taken.account.counted());
    return member.get();
  }

  private Optional<FeedId> find(String name) {
    return AliasNames.lookedUp(name)
        .flatMap(text -> changes.read(tables -> tables.aliases().find(text)))
        .map(Alias::owner)
        .or(() -> AnyFeedId.find(name));
  }

  /** What is longer than a password may be is none, but takes no longer. */
  private static String cut(String password) {
    return password.length() > LONGEST ? password.substring(0, LONGEST + 1) : password;
  }

  /** The refusal of whatever is wrong about a name and a password. */
  public static RefusedException wrong() {
    return new RefusedException(
        Refusal.WRONG_PASSWORD, "there is no member of this name with this password");
  }

  /**
   * A hash that bcrypt has made becomes one of ours when the password is at hand. Of a longer one
   * than bcrypt looks at it stays: nobody knows whether the rest of this one is right. While it was
   * verified, which takes long, somebody may have taken it away or set another.
   */
  private void keep(FeedId member, String password, String verified) throws RefusedException {
    if (!PasswordHash.isBcrypt(verified) || !PasswordHash.isWholeForBcrypt(password)) {
      requireStill(changes.read(tables -> tables.passwords().find(member)), verified);
      return;
    }
    String renewed = PasswordHash.of(password);
    changes.change(
        Actor.of(member),
        transaction -> {
          requireStill(transaction.tables().passwords().find(member), verified);
          transaction.tables().passwords().put(member, renewed, transaction.now());
          return member;
        });
  }

  private static void requireStill(Optional<String> kept, String verified) throws RefusedException {
    if (!kept.equals(Optional.of(verified))) {
      throw wrong();
    }
  }

  /**
   * Sets the password of a member, and ends all its sessions.
   *
   * @throws RefusedException if it is too short or too long, or this is no member
   */
  public void set(FeedId member, String password) throws RefusedException {
    set(member, password, NO_SESSION);
  }

  /**
   * Sets one's own password. Whoever changes it may fear that somebody knows the former one: all
   * other sessions end, and an unused link to choose a password.
   *
   * @param session the number of the one by which it is done, which stays
   * @throws RefusedException if it is too short or too long, or this is no member
   */
  public void set(FeedId member, String password, long session) throws RefusedException {
    require(password);
    String hash = PasswordHash.of(password);
    changes.change(
        Actor.of(member),
        Action.SIGN_IN,
        "only members have passwords",
        transaction -> {
          transaction.tables().passwords().put(member, hash, transaction.now());
          transaction.tables().passwords().deleteReset(member);
          transaction.signOutElsewhere(member, session);
          return member;
        });
  }

  static void require(String password) throws RefusedException {
    if (password.length() < SHORTEST || password.length() > LONGEST) {
      throw new RefusedException(
          Refusal.PASSWORD_LENGTH,
          "a password has %s to %s characters".formatted(SHORTEST, LONGEST),
          SHORTEST,
          LONGEST);
    }
  }

  /**
   * Removes the password of a member, who has to sign in with its app then, with a link to choose
   * one that was not used, and ends all sessions of that member.
   *
   * @throws RefusedException if the actor may not, or there is none
   */
  public void remove(Actor actor, FeedId member) throws RefusedException {
    changes.change(
        actor,
        Action.REMOVE_PASSWORD,
        "only admins remove passwords",
        transaction -> {
          if (transaction.tables().passwords().find(member).isEmpty()) {
            throw new RefusedException(Refusal.UNKNOWN, member + " has no password");
          }
          transaction.tables().passwords().deleteAllOf(member);
          transaction.signOut(member);
          transaction.enter(new AuditEvent.PasswordRemoved(member));
          return member;
        });
  }

  /**
   * Makes a link by which a member chooses a new password; an earlier one is dead.
   *
   * @throws RefusedException if the actor may not, or nobody such is a member
   */
  public SecretToken newResetLink(Actor actor, FeedId member) throws RefusedException {
    SecretToken token = SecretToken.create();
    return changes.change(
        actor,
        Action.MAKE_RESET_LINK,
        "only admins make links to choose a password",
        transaction -> {
          if (transaction.tables().members().find(member).isEmpty()) {
            throw new RefusedException(Refusal.UNKNOWN, member + " is not a member");
          }
          transaction
              .tables()
              .passwords()
              .putReset(member, token.hash(), transaction.now().plus(RESET_TIME));
          transaction.enter(new AuditEvent.ResetLinkMade(member));
          return token;
        });
  }

  /**
   * Who chooses a password by a link. Looking at it spends nothing.
   *
   * @param text the secret of the link
   * @throws RefusedException if it does not work, or not any more
   */
  public FeedId resetting(String text) throws RefusedException {
    return SecretToken.parse(text)
        .flatMap(
            token ->
                changes.read(tables -> tables.passwords().resetting(token.hash(), changes.now())))
        .orElseThrow(Passwords::unknown);
  }

  /**
   * Sets a password by a link, which is spent by that, and ends all sessions of that member.
   *
   * @param text the secret of the link
   * @return the member
   * @throws RefusedException if the link does not work, or the password is too short or too long
   */
  public FeedId reset(String text, String password) throws RefusedException {
    SecretToken token = SecretToken.parse(text).orElseThrow(Passwords::unknown);
    FeedId known = resetting(text);
    require(password);
    String hash = PasswordHash.of(password);
    return changes.change(
        Actor.of(known),
        transaction -> {
          Tables.PasswordTable passwords = transaction.tables().passwords();
          FeedId member =
              passwords.resetting(token.hash(), transaction.now()).orElseThrow(Passwords::unknown);
          passwords.deleteReset(member);
          passwords.put(member, hash, transaction.now());
          transaction.signOut(member);
          return member;
        });
  }

  private static RefusedException unknown() {
    return new RefusedException(
        Refusal.UNKNOWN, "this link to choose a password was used already, or is too old");
  }
}

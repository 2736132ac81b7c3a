package alcove.room.signin;

import alcove.cluster.shared.NodeCalls;
import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.model.Session;
import alcove.room.passkeys.Passkey;
import alcove.room.passkeys.PasskeyAnswer;
import alcove.room.passkeys.PasskeyChallenge;
import alcove.room.passkeys.PasskeyVerifier;
import alcove.room.passkeys.RelyingParty;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.registry.PasskeyTable;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passkeys, by which members sign in with a device of theirs: it keeps a key for this room's domain
 * and asks for a finger, a face or a PIN before it signs. Thread-safe; its methods block, but for
 * {@link #isRecent}, {@link #beginSignIn}, {@link #told}, {@link #take} and {@link #requireMayAdd}.
 *
 * <p>What is asked of a device is a {@link PasskeyChallenge}, in memory alone, on all nodes of the
 * room: its answer may come to any. Before that is looked at the challenge is taken, once on all
 * nodes together, and no thread waits for them.
 */
public final class Passkeys {
  /** How long a device may take to answer. */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How long ago somebody may have signed in who changes passkeys. */
  public static final Duration RECENT = Duration.ofMinutes(10);

  private static final String ONLY_MEMBERS = "only members have passkeys";

  private final RoomChanges changes;
  private final Setup setup;
  private final PasskeyChallenges begun;

  public Passkeys(RoomChanges changes, Setup setup, InstantSource clock, NodeCalls nodes) {
    this.changes = changes;
    this.setup = setup;
    this.begun = new PasskeyChallenges(nodes, clock);
  }

  /** Those of a member, the oldest first. */
  public List<Passkey> of(FeedId member) {
    return changes.read(tables -> tables.passkeys().of(member));
  }

  /** Whether somebody has signed in so lately that they may change passkeys. Never blocks. */
  public boolean isRecent(Session session) {
    return changes.now().isBefore(session.since().plus(RECENT));
  }

  /**
   * Begins to sign in: any passkey of the room may answer. Never blocks.
   *
   * @param origin what limits on where the browser is go by; null if none apply
   */
  public PasskeyChallenge beginSignIn(@Nullable String origin) {
    return begun.keep(PasskeyChallenge.create(PasskeyChallenge.SIGN_IN, "", List.of()), origin);
  }

  /**
   * Begins to become the first admin.
   *
   * @param token the secret of the setup link
   * @throws RefusedException if it is not
   */
  public PasskeyChallenge beginSetup(String token, @Nullable String origin)
      throws RefusedException {
    setup.look(token);
    return begun.keep(
        PasskeyChallenge.create(PasskeyChallenge.SET_UP, newUserHandle(), List.of()), origin);
  }

  /**
   * Begins to add one.
   *
   * @throws RefusedException if the sign-in is too long ago, or there are enough
   */
  public PasskeyChallenge beginAdding(Session session, RelyingParty site, @Nullable String origin)
      throws RefusedException {
    requireRecent(session);
    List<Passkey> there = of(session.member());
    requireRoom(there);
    return begun.keep(
        PasskeyChallenge.create(
            PasskeyChallenge.adding(session.id()),
            userHandle(there),
            there.stream()
                .filter(each -> each.site().equals(site.id()))
                .map(each -> each.credential().id())
                .toList()),
        origin);
  }

  private static String userHandle(List<Passkey> there) {
    return there.stream()
        .findFirst()
        .map(each -> each.credential().userHandle())
        .orElseGet(Passkeys::newUserHandle);
  }

  /** Says nothing about a member: devices tell it to whoever holds them. */
  private static String newUserHandle() {
    return SecretToken.create().text();
  }

  /** Completes when all nodes of the room know a challenge; never fails. Never blocks. */
  public Future<Void> told(PasskeyChallenge challenge) {
    return begun.told(challenge);
  }

  /**
   * Takes the challenge of a browser, for the one who looks at its answer. Never blocks.
   *
   * @param browser what the browser has of what it has begun
   * @return on any thread, within some seconds; fails with {@link RefusedException} ({@link
   *     Refusal#PASSKEY_OVER}) if there is none any more
   */
  public Future<TakenChallenge> take(String browser) {
    return begun.take(browser);
  }

  /**
   * Whose passkey has signed.
   *
   * @param taken good for this once
   * @throws RefusedException with {@link Refusal#PASSKEY_OVER} if it is for something else, or
   *     {@link Refusal#WRONG_PASSKEY} for whatever is wrong about the answer
   */
  public FeedId check(RelyingParty site, TakenChallenge taken, PasskeyAnswer.Signed answer)
      throws RefusedException {
    PasskeyChallenge challenge = taken.requireFor(PasskeyChallenge.SIGN_IN);
    Passkey passkey =
        changes
            .read(tables -> tables.passkeys().find(answer.credential()))
            .filter(each -> each.site().equals(site.id()))
            .filter(each -> each.credential().userHandle().equals(answer.userHandle()))
            .filter(each -> changes.standings().of(each.member()).isMember())
            .orElseThrow(Passkeys::wrong);
    Passkey.Credential signed = verify(site, challenge, passkey, answer);
    return changes.change(
        Actor.of(passkey.member()),
        transaction -> {
          PasskeyTable passkeys = transaction.tables().passkeys();
          // Meanwhile it may have gone, or signed something else.
          if (!passkeys
              .find(answer.credential())
              .map(Passkey::credential)
              .equals(Optional.of(passkey.credential()))) {
            throw wrong();
          }
          passkeys.use(passkey.id(), signed, transaction.now());
          return passkey.member();
        });
  }

  private Passkey.Credential verify(
      RelyingParty site, PasskeyChallenge challenge, Passkey passkey, PasskeyAnswer.Signed answer)
      throws RefusedException {
    try {
      return PasskeyVerifier.signed(site, challenge, passkey.credential(), answer);
    } catch (RefusedException notSigned) {
      throw wrong();
    } catch (PasskeyVerifier.CounterException copied) {
      changes.change(
          Actor.of(passkey.member()),
          transaction -> {
            transaction.enter(new AuditEvent.PasskeyCopied(passkey.member(), passkey.name()));
            return passkey;
          });
      throw wrong();
    }
  }

  private static RefusedException wrong() {
    return new RefusedException(
        Refusal.WRONG_PASSKEY, "no member of this room signs in with this passkey");
  }

  /**
   * Fails if {@link #add} would, whatever the device has made: before the challenge is taken, so
   * that it can be corrected. Never blocks.
   *
   * @throws RefusedException if the sign-in is too long ago, or that is no name
   */
  public void requireMayAdd(Session session, String name) throws RefusedException {
    requireRecent(session);
    Passkey.requireName(name);
  }

  /**
   * Adds the passkey that a device has made.
   *
   * @param taken good for this once
   * @throws RefusedException if that was begun in another session, or the sign-in is too long ago,
   *     or this is no passkey for this room, or one that is known, or there are enough
   */
  public Passkey add(
      Session session,
      RelyingParty site,
      TakenChallenge taken,
      PasskeyAnswer.Made answer,
      String text)
      throws RefusedException {
    requireRecent(session);
    String name = Passkey.requireName(text);
    Passkey.Credential made =
        PasskeyVerifier.made(site, taken.requireFor(PasskeyChallenge.adding(session.id())), answer);
    return changes.change(
        Actor.of(session.member()),
        Action.SIGN_IN,
        ONLY_MEMBERS,
        transaction -> {
          requireRoom(transaction.tables().passkeys().of(session.member()));
          return insert(transaction, session.member(), site, made, name);
        });
  }

  /**
   * Makes {@code id} the first admin, who signs in with this passkey from now on.
   *
   * @param token the secret of the setup link
   * @param taken good for this once
   * @throws RefusedException as {@link #add}, or {@link Setup#claim}; then nothing is changed
   */
  public FeedId setUp(
      String token,
      FeedId id,
      RelyingParty site,
      TakenChallenge taken,
      PasskeyAnswer.Made answer,
      String text)
      throws RefusedException {
    String name = Passkey.requireName(text);
    Passkey.Credential made =
        PasskeyVerifier.made(site, taken.requireFor(PasskeyChallenge.SET_UP), answer);
    return setup.claim(token, id, transaction -> insert(transaction, id, site, made, name)).id();
  }

  private static Passkey insert(
      Transaction transaction,
      FeedId member,
      RelyingParty site,
      Passkey.Credential made,
      String name)
      throws RefusedException {
    PasskeyTable passkeys = transaction.tables().passkeys();
    if (passkeys.find(made.id()).isPresent()) {
      throw new RefusedException(Refusal.PASSKEY_KNOWN, "this room has this passkey already");
    }
    Passkey passkey = passkeys.insert(member, name, site.id(), made, transaction.now());
    transaction.enter(new AuditEvent.PasskeyAdded(member, name));
    return passkey;
  }

  private static void requireRoom(List<Passkey> there) throws RefusedException {
    if (there.size() >= Passkey.MOST) {
      throw new RefusedException(
          Refusal.TOO_MANY_PASSKEYS,
          "a member has at most " + Passkey.MOST + " passkeys",
          Passkey.MOST);
    }
  }

  /**
   * Gives one of a member's own another name.
   *
   * @throws RefusedException if the sign-in is too long ago, or that is no name, or there is none
   *     of this number
   */
  public void rename(Session session, long id, String text) throws RefusedException {
    requireRecent(session);
    String name = Passkey.requireName(text);
    changes.change(
        Actor.of(session.member()),
        Action.SIGN_IN,
        ONLY_MEMBERS,
        transaction -> {
          Passkey passkey = require(transaction, session.member(), id);
          if (!passkey.name().equals(name)) {
            transaction.tables().passkeys().rename(id, name);
            transaction.enter(
                new AuditEvent.PasskeyRenamed(session.member(), passkey.name(), name));
          }
          return id;
        });
  }

  /**
   * Removes one of a member's own. Whoever does so may fear that somebody else has the device: all
   * other sessions end.
   *
   * @param knowingly they were told that only their app signs them in then, if that is so
   * @throws RefusedException if the sign-in is too long ago, or there is none of this number, or
   *     they have not been told
   */
  public void remove(Session session, long id, boolean knowingly) throws RefusedException {
    requireRecent(session);
    changes.change(
        Actor.of(session.member()),
        Action.SIGN_IN,
        ONLY_MEMBERS,
        transaction -> {
          Passkey passkey = require(transaction, session.member(), id);
          if (!knowingly && isLastWayIn(transaction, session.member())) {
            throw new RefusedException(
                Refusal.LAST_WAY_IN, "without this passkey, only the app is left to sign in with");
          }
          transaction.tables().passkeys().delete(id);
          transaction.signOutElsewhere(session.member(), session.id());
          transaction.enter(new AuditEvent.PasskeyRemoved(session.member(), passkey.name()));
          return id;
        });
  }

  private static boolean isLastWayIn(Transaction transaction, FeedId member) {
    return transaction.tables().passkeys().of(member).size() == 1
        && transaction.tables().passwords().find(member).isEmpty();
  }

  /**
   * Removes all passkeys of a member, who has to sign in with an app or a password then, and ends
   * all their sessions.
   *
   * @return how many there were
   * @throws RefusedException if the actor may not, or there are none
   */
  public int removeAll(Actor actor, FeedId member) throws RefusedException {
    return changes.change(
        actor,
        Action.REMOVE_PASSKEYS,
        "only admins remove passkeys of others",
        transaction -> {
          List<Passkey> there = transaction.tables().passkeys().of(member);
          if (there.isEmpty()) {
            throw new RefusedException(Refusal.UNKNOWN, member + " has no passkeys");
          }
          transaction.tables().passkeys().deleteAllOf(member);
          transaction.signOut(member);
          there.forEach(
              each -> transaction.enter(new AuditEvent.PasskeyRemoved(member, each.name())));
          return there.size();
        });
  }

  private static Passkey require(Transaction transaction, FeedId member, long id)
      throws RefusedException {
    return transaction.tables().passkeys().of(member).stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .orElseThrow(
            () -> new RefusedException(Refusal.UNKNOWN, "there is no such passkey any more"));
  }

  private void requireRecent(Session session) throws RefusedException {
    if (!isRecent(session)) {
      throw new RefusedException(
          Refusal.SIGN_IN_AGAIN,
          "passkeys are changed within " + RECENT.toMinutes() + " minutes of signing in",
          (int) RECENT.toMinutes());
    }
  }
}

package alcove.room.signin;

import alcove.identity.FeedId;
import alcove.room.members.LastSeen;
import alcove.room.members.Members;
import alcove.room.model.NewSession;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Tables;
import alcove.room.registry.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Browsers in which members are signed in. Thread-safe; its methods block. */
public final class Sessions {
  /** How long an unused session lasts. */
  public static final Duration IDLE = Duration.ofDays(14);

  /** How long any session lasts. */
  public static final Duration LONGEST = Duration.ofDays(90);

  /** How exactly the registry notes when a session was seen: each time is a write. */
  private static final Duration BETWEEN_SIGHTS = Duration.ofHours(1);

  /** How many a member has at most; one more ends the one that was not seen for longest. */
  private static final int MOST = 20;

  private final RoomChanges changes;
  private final LastSeen lastSeen;
  private final Sights sights = new Sights();

  /**
   * @param lastSeen hears of everybody who uses one
   */
  public Sessions(RoomChanges changes, LastSeen lastSeen) {
    this.changes = changes;
    this.lastSeen = lastSeen;
  }

  /**
   * Signs {@code id} in; an internal user who is no member yet becomes one by that.
   *
   * @param device which browser it is
   * @param former what the browser has of an earlier session, which ends; nothing: empty
   * @throws RefusedException if this key may not sign in
   */
  public NewSession open(FeedId id, SignInWay way, Session.Device device, String former)
      throws RefusedException {
    SecretToken token = SecretToken.create();
    // Strangers who try it again and again should not keep the database busy.
    requireMember(id);
    return changes.change(
        Actor.of(id),
        transaction -> {
          requireMember(id);
          if (!changes.standings().of(id).isMember()) {
            Members.join(transaction, id);
          }
          transaction.noteEndOfSessions();
          Tables.SessionTable sessions = transaction.tables().sessions();
          sessions.deleteExpired(transaction.now());
          hashOf(former).flatMap(sessions::findByHash).ifPresent(old -> sessions.delete(old.id()));
          sights.in(sessions.of(id)).stream()
              .skip(MOST - 1L)
              .forEach(old -> sessions.delete(old.id()));
          Instant expires = transaction.now().plus(IDLE);
          return new NewSession(
              sessions.insert(id, way, device, token.hash(), transaction.now(), expires), token);
        });
  }

  private void requireMember(FeedId id) throws RefusedException {
    changes.standings().require(Actor.of(id), Action.SIGN_IN, "only members of this room sign in");
  }

  /**
   * The session that a browser shows the secret of, if it is one and its member may still sign in.
   */
  public Optional<Session> find(String text) {
    return hashOf(text).flatMap(this::findByHash);
  }

  private Optional<Session> findByHash(String hash) {
    Instant now = changes.now();
    long version = changes.recentSessions().version();
    Optional<Session> found = changes.read(tables -> tables.sessions().findByHash(hash));
    found.ifPresent(session -> changes.recentSessions().remember(hash, session, version));
    return found
        .filter(session -> now.isBefore(session.expires()) && isOfMember(session))
        .map(session -> see(session, now));
  }

  private boolean isOfMember(Session session) {
    return changes.standings().of(session.member()).isMember();
  }

  /**
   * The same for one that was found within the last hour, and has not ended since as far as is
   * known here. Never blocks; for what must not wait for the registry.
   */
  public Optional<Session> known(String text) {
    return hashOf(text)
        .flatMap(hash -> changes.recentSessions().find(hash))
        .filter(this::isOfMember);
  }

  private Session see(Session session, Instant now) {
    lastSeen.see(session.member());
    sights.note(session.id(), now);
    if (now.isBefore(session.seen().plus(BETWEEN_SIGHTS))) {
      return session;
    }
    Instant idle = now.plus(IDLE);
    Instant end = session.since().plus(LONGEST);
    Instant expires = idle.isBefore(end) ? idle : end;
    change(
        session.member(),
        transaction -> {
          transaction.tables().sessions().see(session.id(), now, expires);
          return expires;
        });
    return new Session(
        session.id(),
        session.member(),
        session.way(),
        session.device(),
        session.since(),
        now,
        expires);
  }

  /** The sessions of a member, the one that was seen last first. */
  public List<Session> of(FeedId member) {
    Instant now = changes.now();
    return sights.in(changes.read(tables -> tables.sessions().of(member))).stream()
        .filter(session -> now.isBefore(session.expires()))
        .toList();
  }

  /** Ends the session that a browser shows the secret of; one that is over already is fine. */
  public void end(String text) {
    hashOf(text)
        .flatMap(hash -> changes.read(tables -> tables.sessions().findByHash(hash)))
        .ifPresent(session -> delete(session.member(), session.id()));
  }

  /**
   * Ends one of a member's own sessions.
   *
   * @throws RefusedException if it has none of this number
   */
  public void end(FeedId member, long id) throws RefusedException {
    if (of(member).stream().noneMatch(session -> session.id() == id)) {
      throw new RefusedException(Refusal.UNKNOWN, "there is no such session");
    }
    delete(member, id);
  }

  private void delete(FeedId member, long id) {
    change(
        member,
        transaction -> {
          transaction.noteEndOfSessions();
          return transaction.tables().sessions().delete(id);
        });
  }

  /** Signs a member out everywhere; for whoever is signed in nowhere it writes nothing. */
  public void endAll(FeedId member) {
    if (changes.read(tables -> tables.sessions().of(member)).isEmpty()) {
      return;
    }
    change(
        member,
        transaction -> {
          transaction.signOut(member);
          return member;
        });
  }

  private <T> void change(FeedId member, Transaction.Work<T> work) {
    try {
      changes.change(Actor.of(member), work);
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Optional<String> hashOf(String text) {
    return SecretToken.parse(text).map(SecretToken::hash);
  }
}

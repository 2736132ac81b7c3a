package alcove.room.registry;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.Member;
import alcove.room.model.Picture;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.model.Session;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One change of a room under way, by one actor. What it does to the state and to what else is in
 * memory shows when the registry has it for good. Confined to its thread.
 */
public final class Transaction {
  private final Tables tables;
  private final Actor actor;
  private final Instant now;
  private final RoomStandings standings;
  private final RecentSessions recentSessions;
  private final List<AuditEvent> events = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private RoomState next;
  private boolean endsSessions;

  public Transaction(
      Tables tables,
      Actor actor,
      Instant now,
      RoomStandings standings,
      RecentSessions recentSessions) {
    this.tables = tables;
    this.actor = actor;
    this.now = now;
    this.standings = standings;
    this.recentSessions = recentSessions;
    this.next = standings.state().next();
  }

  /** The work of a change: it reads and writes, and what it throws undoes all of it. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Transaction transaction) throws RefusedException;
  }

  public Tables tables() {
    return tables;
  }

  public Actor actor() {
    return actor;
  }

  /** The time in milliseconds, which every database keeps. */
  public Instant now() {
    return now;
  }

  /** Has the audit log and the listeners told of it. */
  public void enter(AuditEvent event) {
    tables.audit().add(now, actor, event);
    events.add(event);
  }

  /** Fails unless the actor may do {@code action}. */
  public void require(Action action, String sentence) throws RefusedException {
    standings.require(actor, action, sentence);
  }

  /** Fails unless the actor ranks above {@code subject}. */
  public void requireRank(FeedId subject) throws RefusedException {
    standings.requireRank(actor, subject);
  }

  /** Fails if the key is blocked, or not the key of a person. */
  public void requireMayBeMember(FeedId id) throws RefusedException {
    standings.requireMayBeMember(id);
  }

  /** Fails if a key is that of the only admin. */
  public void requireNotLastAdmin(FeedId id) throws RefusedException {
    standings.requireNotLastAdmin(id);
  }

  public void putMember(Member member) {
    tables.members().put(member);
    next = next.withMember(member);
  }

  /** Has those whom one invited be invited by another. */
  public void replaceInviter(FeedId one, FeedId other) {
    tables.members().replaceInviter(one, other);
    next = next.withInviter(one, other);
  }

  /** Ends a membership with sessions, password, passkeys, and the invites that are still open. */
  public void deleteMember(FeedId id) {
    tables.invites().revokeOpenOf(id, now);
    signOut(id);
    tables.passwords().deleteAllOf(id);
    tables.passkeys().deleteAllOf(id);
    tables.members().delete(id);
    tables.members().forgetRules(id);
    next = next.withoutMember(id);
  }

  /** To be called when somebody's aliases were changed. */
  public void readAliases(FeedId owner) {
    List<String> names = tables.aliases().of(owner).stream().map(Alias::name).toList();
    next = next.withAliases(owner, names);
  }

  /** Notes that a member accepts the house rules. */
  public void acceptRules(FeedId member) {
    tables.members().acceptRules(member, now);
    next = next.withAcceptor(member);
  }

  /** Says what came of all that was reported about somebody. */
  public void closeReports(FeedId about, Report.Outcome outcome) {
    tables.reports().closeAbout(about, new Report.Closing(actor, now, outcome));
  }

  /** Ends all sessions of a member. */
  public void signOut(FeedId member) {
    tables.sessions().deleteAllOf(member);
    noteEndOfSessions();
  }

  /** Ends all sessions of a member but the one of this number. */
  public void signOutElsewhere(FeedId member, long kept) {
    for (Session each : tables.sessions().of(member)) {
      if (each.id() != kept) {
        tables.sessions().delete(each.id());
      }
    }
    noteEndOfSessions();
  }

  /** To be called when a session ends. */
  public void noteEndOfSessions() {
    endsSessions = true;
  }

  /** Before it is durable, and once more for those that are looked up until then. */
  void forgetEndedSessions() {
    if (endsSessions) {
      Set<String> kept = recentSessions.retain(tables.sessions());
      afterwards.add(() -> recentSessions.retain(kept));
    }
  }

  /** The block of a key that holds now. */
  public Optional<BlockedId> findBlock(FeedId id) {
    return next.isBlocked(id, now)
        ? tables.blocks().all().stream().filter(each -> each.id().equals(id)).findFirst()
        : Optional.empty();
  }

  /** Keeps the block of a key that is held. */
  public void block(BlockedId id, Holds.Hold hold) {
    tables.blocks().put(id);
    next = next.withBlock(id.id(), id.until());
    afterwards.add(() -> standings.holds().forget(hold, id.until()));
  }

  /** Lets a key in again; whether it was kept out. */
  public boolean unblock(FeedId id) {
    boolean wasOut = next.blocked().containsKey(id) || standings.holds().has(id);
    next = next.withoutBlock(id);
    afterwards.add(() -> standings.holds().liftAll(id, next.generation()));
    return tables.blocks().delete(id) || wasOut;
  }

  public void put(RoomSetting setting, RoomSettings changed) {
    tables.settings().put(setting.word(), changed.get(setting));
    next = next.with(changed);
  }

  /** To be called when notices were changed. */
  public void readNotices() {
    next = next.withNotices(tables.notices().all());
  }

  /** To be called when apps were changed. */
  public void readApps() {
    next = next.withApps(tables.apps().all());
  }

  /** Puts up a picture of the room, or takes it down. */
  public void put(Optional<Picture> picture) {
    tables.picture().put(picture);
    next = next.withPicture(picture);
  }

  /** Publishes what it has made, now that it is durable. */
  public void publish() {
    standings.publish(next);
    afterwards.forEach(Runnable::run);
  }

  /** What it entered into the audit log. */
  public List<AuditEvent> events() {
    return List.copyOf(events);
  }
}

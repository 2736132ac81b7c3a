package alcove.room;

import alcove.crypto.IdentityKeys;
import alcove.identity.FeedId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry, and in memory what is asked of it all the time. Thread-safe.
 *
 * <p>Changes are made one after the other. Memory follows the registry when a change is durable.
 * When that is in doubt it is read anew before anything else is read or changed; until the registry
 * can be read again, memory stays as it was. Only blocks hold in memory before they are kept.
 *
 * <p>Each change first compares the registry's generation with that of memory, in the transaction
 * that keeps all others from writing: should somebody else have written, memory follows before
 * anything is judged by it.
 */
final class Books implements Standings {
  private static final Logger LOG = LoggerFactory.getLogger(Books.class);

  /** How long a change waits for those before it. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Registry registry;
  private final InstantSource clock;
  private final Set<FeedId> impersonal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Holds holds = new Holds();
  private final RecentSessions recentSessions = new RecentSessions();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Tables>> followers = new CopyOnWriteArrayList<>();

  private final Map<FeedId, Role> roles = new ConcurrentHashMap<>();
  private final Map<FeedId, Optional<Instant>> blocked = new ConcurrentHashMap<>();
  private volatile RoomSettings settings;
  private volatile boolean inDoubt;

  /** Of the registry that memory has read; under the lock, but for the first time. */
  private long generation;

  /**
   * The books of a registry.
   *
   * @param impersonal keys that are nobody's, and so never a member's
   */
  Books(Registry registry, InstantSource clock, Set<FeedId> impersonal, RoomSettings ofANewRoom) {
    this.registry = registry;
    this.clock = clock;
    this.impersonal = Set.copyOf(impersonal);
    this.settings = ofANewRoom;
    load();
    registry.onInterruption(this::doubt);
  }

  /** What one change reads, writes, and does when it is durable. */
  @FunctionalInterface
  interface Work<T> {
    T in(Change change) throws RefusedException;
  }

  /** Has somebody else keep a part of the registry in memory: now, and when it is read anew. */
  void follow(Consumer<Tables> follower) {
    followers.add(follower);
    registry.read(
        tables -> {
          follower.accept(tables);
          return tables;
        });
  }

  private void load() {
    registry.readAll(
        tables -> {
          load(tables);
          return tables;
        });
  }

  /** A change of ours that is in doubt may have lifted a block: it goes on until that is known. */
  private void load(Tables tables) {
    long now = tables.generation();
    boolean mayBeOurs = now == generation || now == generation + 1;
    settings = read(tables.settings().all(), settings);
    Map<FeedId, Role> members = new ConcurrentHashMap<>();
    tables.members().all().forEach(each -> members.put(each.id(), each.role()));
    Map<FeedId, Optional<Instant>> out = new ConcurrentHashMap<>();
    tables.blocks().all().forEach(each -> out.put(each.id(), each.until()));
    blocked.putAll(out);
    if (!mayBeOurs) {
      blocked.keySet().retainAll(out.keySet());
    }
    roles.putAll(members);
    roles.keySet().retainAll(members.keySet());
    followers.forEach(follower -> follower.accept(tables));
    recentSessions.forgetAll();
    generation = now;
  }

  private static RoomSettings read(Map<String, String> kept, RoomSettings otherwise) {
    RoomSettings all = otherwise;
    for (RoomSetting setting : RoomSetting.values()) {
      String text = kept.get(setting.word());
      if (text != null) {
        try {
          all = all.with(setting, text);
        } catch (RefusedException foreign) {
          throw new IllegalStateException(
              "setting %s in the database: %s".formatted(setting.word(), foreign.text()), foreign);
        }
      }
    }
    return all;
  }

  @Override
  public PrivacyMode privacyMode() {
    return settings.privacyMode();
  }

  @Override
  public Standing of(FeedId peer) {
    Optional<Instant> until = blocked.get(peer);
    if (until != null && (until.isEmpty() || clock.instant().isBefore(until.get()))) {
      return Standing.BLOCKED;
    }
    return holds.keepOut(peer, clock) ? Standing.BLOCKED : rank(peer);
  }

  /** What it is, or was before it was blocked. */
  private Standing rank(FeedId peer) {
    Role role = roles.get(peer);
    return role == null ? Standing.EXTERNAL : role.standing();
  }

  RecentSessions recentSessions() {
    return recentSessions;
  }

  RoomSettings settings() {
    return settings;
  }

  /** A view that whoever joins or leaves shows up in. */
  Set<FeedId> memberIds() {
    return Collections.unmodifiableSet(roles.keySet());
  }

  /** Fails unless {@code actor} may do {@code action}. */
  void require(Actor actor, Action action, String sentence) throws RefusedException {
    Standing standing = actor.standing(this);
    if (standing == Standing.BLOCKED) {
      throw new RefusedException(Refusal.BLOCKED, "this key is blocked in this room");
    }
    if (!RoomPolicy.allows(privacyMode(), standing, action)) {
      boolean elsewhere = RoomPolicy.allows(PrivacyMode.OPEN, standing, action);
      throw new RefusedException(elsewhere ? Refusal.MODE : Refusal.NOT_ALLOWED, sentence);
    }
  }

  boolean hasAdmin() {
    return roles.containsValue(Role.ADMIN);
  }

  /** One whose block could not be kept counts as none. */
  boolean isLastAdmin(FeedId id) {
    return roles.get(id) == Role.ADMIN
        && roles.entrySet().stream()
            .filter(each -> each.getValue() == Role.ADMIN && !each.getKey().equals(id))
            .allMatch(each -> of(each.getKey()) == Standing.BLOCKED);
  }

  /** Fails unless {@code actor} ranks above {@code subject}. */
  void requireRank(Actor actor, FeedId subject) throws RefusedException {
    if (!RoomPolicy.mayActOn(actor.standing(this), rank(subject))) {
      throw new RefusedException(Refusal.RANK, "the other one ranks as high as you or higher");
    }
  }

  void requireNotLastAdmin(FeedId id) throws RefusedException {
    if (isLastAdmin(id)) {
      throw new RefusedException(
          Refusal.LAST_ADMIN, "the last admin stays: make somebody else an admin first");
    }
  }

  /**
   * Keeps a key out from this moment on, if memory says that {@code actor} may block it. Never
   * waits for the registry, nor for those who do.
   */
  Holds.Hold hold(Actor actor, FeedId id, Optional<Instant> until) throws RefusedException {
    Holds.Hold hold;
    synchronized (holds) {
      requireMayBlock(actor, id);
      hold = holds.add(id, until);
    }
    tell();
    return hold;
  }

  /** Has a hold go on although its block could not be kept. */
  void restore(Holds.Hold hold) {
    if (holds.restore(hold)) {
      tell();
    }
  }

  /** Ends a hold. */
  void lift(Holds.Hold hold) {
    holds.lift(hold);
    tell();
  }

  /** Fails unless {@code actor} may block {@code id}, held or not. */
  void requireMayBlock(Actor actor, FeedId id) throws RefusedException {
    require(actor, Action.BLOCK, "only moderators and admins block");
    requireRank(actor, id);
    requireNotLastAdmin(id);
  }

  /** The time in milliseconds, which every database keeps. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  <T> T read(Registry.Reading<T> reading) {
    if (inDoubt) {
      catchUp();
    }
    return registry.read(reading);
  }

  /** Somebody else may have written: what memory says is compared with the registry at once. */
  private void doubt() {
    inDoubt = true;
    try {
      catchUp();
    } catch (StorageException gone) {
      LOG.debug("the registry cannot be read anew yet: {}", gone.getMessage());
    }
  }

  private void catchUp() {
    takeTurn();
    try {
      Optional<StorageException> gone = readAnew();
      if (gone.isPresent()) {
        throw gone.get();
      }
    } finally {
      lock.unlock();
    }
    tell();
  }

  /** Makes a change, and tells that something may be different now. */
  <T> T change(Work<T> work) throws RefusedException {
    takeTurn();
    try {
      Optional<StorageException> gone = readAnew();
      if (gone.isPresent()) {
        throw gone.get();
      }
      return write(work);
    } finally {
      lock.unlock();
      tell();
    }
  }

  /** Where the registry hangs, those who wait for it must not wait for each other without end. */
  private void takeTurn() {
    try {
      if (!lock.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new StorageException(
            "the database is busy with what others change; nothing was changed, try again");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted; nothing was changed", stop);
    }
  }

  /** A listener that fails keeps nothing from the others: they may have connections to end. */
  private void tell() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.error("fault in what follows a change", e);
      }
    }
  }

  private <T> T write(Work<T> work) throws RefusedException {
    List<Runnable> afterwards = new ArrayList<>();
    try {
      T result =
          registry.write(
              tables -> {
                compare(tables, afterwards);
                return work.in(new Change(tables, now(), afterwards));
              });
      afterwards.forEach(Runnable::run);
      return result;
    } catch (RuntimeException e) {
      inDoubt = true;
      readAnew().ifPresent(e::addSuppressed);
      throw e;
    }
  }

  private void compare(Tables tables, List<Runnable> afterwards) {
    if (tables.generation() != generation) {
      load(tables);
    }
    long next = generation + 1;
    afterwards.add(() -> generation = next);
  }

  /** Brings memory in line with the registry if that is in doubt; why it cannot, if it cannot. */
  private Optional<StorageException> readAnew() {
    if (!inDoubt) {
      return Optional.empty();
    }
    // before it is read: whoever doubts meanwhile is heard
    inDoubt = false;
    try {
      load();
      return Optional.empty();
    } catch (StorageException gone) {
      inDoubt = true;
      return Optional.of(gone);
    }
  }

  /** Keeps the settings of a room that has none yet. */
  void keepSettings() {
    try {
      change(
          change -> {
            Map<String, String> kept = change.tables().settings().all();
            for (RoomSetting setting : RoomSetting.values()) {
              if (!kept.containsKey(setting.word())) {
                change.put(setting, settings);
              }
            }
            return kept;
          });
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** One change under way. Confined to its thread. */
  final class Change {
    private final Tables tables;
    private final Instant now;
    private final List<Runnable> afterwards;

    private Change(Tables tables, Instant now, List<Runnable> afterwards) {
      this.tables = tables;
      this.now = now;
      this.afterwards = afterwards;
    }

    Tables tables() {
      return tables;
    }

    Instant now() {
      return now;
    }

    /** Has {@code change} made in memory when this one is durable. */
    void whenDurable(Runnable change) {
      afterwards.add(change);
    }

    void audit(Actor by, AuditEvent event) {
      tables.audit().add(now, by, event);
    }

    /** Fails unless {@code actor} may do {@code action}. */
    void require(Actor actor, Action action, String sentence) throws RefusedException {
      Books.this.require(actor, action, sentence);
    }

    /** Fails unless {@code actor} ranks above {@code subject}. */
    void requireRank(Actor actor, FeedId subject) throws RefusedException {
      Books.this.requireRank(actor, subject);
    }

    /** Fails if the key is blocked, or not the key of a person. */
    void requireMayBeMember(FeedId id) throws RefusedException {
      if (impersonal.contains(id) || !IdentityKeys.isSound(id.bytes())) {
        throw new RefusedException(Refusal.NO_PERSON, "this is the key of no person");
      }
      if (of(id) == Standing.BLOCKED) {
        throw new RefusedException(Refusal.BLOCKED, "this key is blocked in this room");
      }
    }

    void requireNotLastAdmin(FeedId id) throws RefusedException {
      Books.this.requireNotLastAdmin(id);
    }

    void putMember(Member member) {
      tables.members().put(member);
      afterwards.add(() -> roles.put(member.id(), member.role()));
    }

    /** Ends a membership with sessions, password, and the invites that are still open. */
    boolean deleteMember(FeedId id) {
      tables.invites().revokeOpenOf(id, now);
      signOut(id);
      tables.passwords().deleteAllOf(id);
      afterwards.add(() -> roles.remove(id));
      return tables.members().delete(id);
    }

    /** Ends all sessions of a member. */
    void signOut(FeedId member) {
      tables.sessions().deleteAllOf(member);
      forgetSessions();
    }

    /** To be called when a session ends. */
    void forgetSessions() {
      recentSessions.forgetAll();
      afterwards.add(recentSessions::forgetAll);
    }

    /** Keeps the block of a key that {@link #hold} holds. */
    void block(BlockedId id) {
      tables.blocks().put(id);
      afterwards.add(
          () -> {
            blocked.put(id.id(), id.until());
            holds.forget(id.id());
          });
    }

    /** Lets a key in again; whether it was kept out. */
    boolean unblock(FeedId id) {
      afterwards.add(
          () -> {
            blocked.remove(id);
            holds.forget(id);
          });
      return tables.blocks().delete(id) || blocked.containsKey(id) || holds.has(id);
    }

    void put(RoomSetting setting, RoomSettings changed) {
      tables.settings().put(setting.word(), changed.get(setting));
      afterwards.add(() -> settings = changed);
    }
  }
}

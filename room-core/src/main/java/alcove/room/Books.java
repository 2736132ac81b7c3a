package alcove.room;

import alcove.identity.FeedId;
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
import java.util.concurrent.locks.ReentrantLock;

/**
 * The registry, and in memory what is asked of it all the time. Thread-safe.
 *
 * <p>Changes are made one after the other. Memory follows the registry when a change is durable,
 * and is read anew from it when that is in doubt; only blocks hold in memory before they are kept.
 */
final class Books implements Standings {
  private final Registry registry;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private final Map<FeedId, Role> roles = new ConcurrentHashMap<>();
  private final Map<FeedId, Optional<Instant>> blocked = new ConcurrentHashMap<>();
  private volatile RoomSettings settings;

  Books(Registry registry, InstantSource clock, RoomSettings ofANewRoom) {
    this.registry = registry;
    this.clock = clock;
    this.settings = ofANewRoom;
    load();
  }

  /** What one change reads, writes, and does when it is durable. */
  @FunctionalInterface
  interface Work<T> {
    T in(Change change) throws RefusedException;
  }

  private void load() {
    registry.read(
        tables -> {
          settings = read(tables.settings().all(), settings);
          Map<FeedId, Role> members = new ConcurrentHashMap<>();
          tables.members().all().forEach(each -> members.put(each.id(), each.role()));
          tables.blocks().all().forEach(each -> blocked.put(each.id(), each.until()));
          roles.putAll(members);
          roles.keySet().retainAll(members.keySet());
          return members.size();
        });
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
    Role role = roles.get(peer);
    return role == null ? Standing.EXTERNAL : role.standing();
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

  boolean isLastAdmin(FeedId id) {
    return roles.get(id) == Role.ADMIN
        && roles.values().stream().filter(role -> role == Role.ADMIN).count() == 1;
  }

  /** The time in milliseconds, which every database keeps. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  <T> T read(Registry.Reading<T> reading) {
    return registry.read(reading);
  }

  /** Makes a change, and tells that something may be different now. */
  <T> T change(Work<T> work) throws RefusedException {
    lock.lock();
    try {
      return write(work);
    } finally {
      lock.unlock();
      listeners.forEach(Runnable::run);
    }
  }

  private <T> T write(Work<T> work) throws RefusedException {
    List<Runnable> afterwards = new ArrayList<>();
    try {
      T result = registry.write(tables -> work.in(new Change(tables, now(), afterwards)));
      afterwards.forEach(Runnable::run);
      return result;
    } catch (StorageException inDoubt) {
      reload(inDoubt);
      throw inDoubt;
    }
  }

  private void reload(StorageException inDoubt) {
    try {
      load();
    } catch (StorageException gone) {
      inDoubt.addSuppressed(gone);
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

  /** Runs {@code work} while nobody else changes anything. */
  <T> T whileNothingChanges(Registry.Reading<T> work) {
    lock.lock();
    try {
      return registry.read(work);
    } finally {
      lock.unlock();
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

    void audit(Actor by, AuditAction action, String subject, String details) {
      tables.audit().add(now, by, action, subject, details);
    }

    /** Fails unless {@code actor} may do {@code action}. */
    void require(Actor actor, Action action, String sentence) throws RefusedException {
      Books.this.require(actor, action, sentence);
    }

    /** Fails unless {@code actor} ranks above {@code subject}. */
    void requireRank(Actor actor, FeedId subject) throws RefusedException {
      if (!RoomPolicy.mayActOn(actor.standing(Books.this), of(subject))) {
        throw new RefusedException(Refusal.RANK, "the other one ranks as high as you or higher");
      }
    }

    void requireNotBlocked(FeedId id) throws RefusedException {
      if (of(id) == Standing.BLOCKED) {
        throw new RefusedException(Refusal.BLOCKED, "this key is blocked in this room");
      }
    }

    void requireNotLastAdmin(FeedId id) throws RefusedException {
      if (isLastAdmin(id)) {
        throw new RefusedException(
            Refusal.LAST_ADMIN, "the last admin stays: make somebody else an admin first");
      }
    }

    void putMember(Member member) {
      tables.members().put(member);
      afterwards.add(() -> roles.put(member.id(), member.role()));
    }

    /** Ends a membership with its sessions and the invites that are still open. */
    boolean deleteMember(FeedId id) {
      tables.invites().revokeOpenOf(id, now);
      tables.tokens().deleteSessionsOf(id);
      afterwards.add(() -> roles.remove(id));
      return tables.members().delete(id);
    }

    /**
     * Blocks a key from this moment on, before it is kept; nothing may refuse the change after
     * this. If it can not be kept, the key stays out all the same.
     */
    void block(BlockedId id) {
      blocked.put(id.id(), id.until());
      tables.blocks().put(id);
    }

    void unblock(FeedId id) {
      afterwards.add(() -> blocked.remove(id));
    }

    void put(RoomSetting setting, RoomSettings changed) {
      tables.settings().put(setting.word(), changed.get(setting));
      afterwards.add(() -> settings = changed);
    }
  }
}

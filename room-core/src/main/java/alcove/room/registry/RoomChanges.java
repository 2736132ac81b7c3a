package alcove.room.registry;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in which a room changes: judged, written, published, told. Thread-safe.
 *
 * <p>Changes are made one after the other. The {@link RoomState} in memory follows the registry
 * when a change is durable. When that is in doubt it is read anew before anything else is read or
 * changed; until the registry can be read again, memory stays as it was. Only blocks hold in memory
 * before they are kept.
 *
 * <p>Each change first compares the registry's generation with that of memory, in the transaction
 * that keeps all others from writing: should somebody else have written, memory follows before
 * anything is judged by it.
 */
public final class RoomChanges {
  private static final Logger LOG = LoggerFactory.getLogger(RoomChanges.class);

  /** How long a change waits for those before it. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Registry registry;
  private final InstantSource clock;
  private final RoomStandings standings;
  private final ReentrantLock lock = new ReentrantLock();
  private final RecentSessions recentSessions;
  private final List<Consumer<List<AuditEvent>>> listeners = new CopyOnWriteArrayList<>();
  private final boolean isTrial;
  private volatile boolean inDoubt;

  /** Whether a change of ours failed and may be kept all the same; guarded by the lock. */
  private boolean mayHaveChanged;

  /** As it was when memory was read; guarded by the lock. */
  private long interruptions;

  /** Those of the room that a registry holds, which is read. */
  public RoomChanges(Registry registry, InstantSource clock, RoomStandings standings) {
    this(registry, clock, standings, false);
    load();
    registry.onChangeElsewhere(this::follow);
  }

  private RoomChanges(
      Registry registry, InstantSource clock, RoomStandings standings, boolean isTrial) {
    this.registry = registry;
    this.clock = clock;
    this.standings = standings;
    this.recentSessions = new RecentSessions(clock);
    this.isTrial = isTrial;
  }

  /**
   * Those that are judged as these would be, by what they would do, and undone: nobody hears of
   * them, and memory stays as it is, here and there. Blocks while a change is under way.
   */
  public RoomChanges trial() {
    takeTurn();
    try {
      var trial = new RoomChanges(new TrialRegistry(registry), clock, standings.copy(), true);
      trial.inDoubt = inDoubt;
      trial.interruptions = interruptions;
      return trial;
    } finally {
      lock.unlock();
    }
  }

  private void load() {
    // before it is read: what happens meanwhile is noticed the next time
    long counted = registry.interruptions();
    registry.readAll(
        tables -> {
          load(tables, counted);
          return tables;
        });
  }

  private void load(Tables tables, long counted) {
    RoomState before = state();
    RoomState now = before.readAnew(tables, mayHaveChanged);
    mayHaveChanged = mayHaveChanged && now.generation() == before.generation();
    standings.publish(now);
    if (counted != interruptions) {
      standings.holds().limitGenerations(now.generation());
    }
    standings.holds().forgetKept(now.blocked());
    recentSessions.retain(tables.sessions());
    interruptions = counted;
  }

  public RoomStandings standings() {
    return standings;
  }

  public RoomState state() {
    return standings.state();
  }

  public RecentSessions recentSessions() {
    return recentSessions;
  }

  /** The time in milliseconds, which every database keeps. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Calls {@code listener} after each change with what it entered into the audit log, which may be
   * nothing, and with nothing when memory may differ for another reason; on the thread that made
   * the change. It must be quick.
   */
  public void onChange(Consumer<List<AuditEvent>> listener) {
    listeners.add(listener);
  }

  /**
   * Keeps a key out from this moment on, if memory says that {@code actor} may block it. Never
   * waits for the registry, nor for those who do.
   */
  public Holds.Hold hold(Actor actor, FeedId id, Optional<Instant> until) throws RefusedException {
    Holds.Hold hold = standings.hold(actor, id, until);
    tell(List.of());
    return hold;
  }

  /** Ends a hold. */
  public void lift(Holds.Hold hold) {
    standings.holds().lift(hold);
    tell(List.of());
  }

  /** Whether a hold still keeps its key out. Never blocks. */
  public boolean holds(Holds.Hold hold) {
    return standings.holds().has(hold);
  }

  /** Has listeners hear that somebody may be kept out, or not any more. */
  void tellOfHolds() {
    tell(List.of());
  }

  public <T> T read(Registry.Reading<T> reading) {
    if (inDoubt) {
      catchUp();
    }
    return registry.read(reading);
  }

  /** Writes what is no part of the room's state: see {@link Registry#note}. */
  public void note(Consumer<Tables> writing) {
    registry.note(writing);
  }

  /** Others may have written: memory follows at once, or before whatever comes next. */
  private void follow(OptionalLong seen) {
    if (seen.isEmpty()) {
      inDoubt = true;
    } else if (!inDoubt && seen.getAsLong() == state().generation()) {
      return;
    }
    catchUp();
  }

  /** Memory has what the registry has when this returns. Blocks. */
  void catchUp() {
    takeTurn();
    try {
      if (!inDoubt && isUpToDate()) {
        return;
      }
      inDoubt = true;
      requireKnown();
    } finally {
      lock.unlock();
    }
    tell(List.of());
  }

  /** It may be our own change that was seen, before memory had it. */
  private boolean isUpToDate() {
    return registry.<Long>read(Tables::generation) == state().generation();
  }

  /**
   * Makes a change that {@code actor} has to be allowed to make.
   *
   * @param sentence why not, if it is not
   */
  public <T> T change(Actor actor, Action action, String sentence, Transaction.Work<T> work)
      throws RefusedException {
    return change(
        actor,
        transaction -> {
          transaction.require(action, sentence);
          return work.in(transaction);
        });
  }

  /** Makes a change that judges by itself who may make it. */
  public <T> T change(Actor actor, Transaction.Work<T> work) throws RefusedException {
    takeTurn();
    List<AuditEvent> events = List.of();
    try {
      requireKnown();
      Done<T> done = write(actor, work);
      events = done.transaction().events();
      return done.result();
    } finally {
      lock.unlock();
      tell(events);
    }
  }

  private record Done<T>(Transaction transaction, T result) {}

  private <T> Done<T> write(Actor actor, Transaction.Work<T> work) throws RefusedException {
    try {
      Done<T> done =
          registry.write(
              tables -> {
                long counted = registry.interruptions();
                if (tables.generation() != state().generation() || counted != interruptions) {
                  load(tables, counted);
                }
                Transaction transaction =
                    new Transaction(tables, actor, now(), standings, recentSessions);
                T result = work.in(transaction);
                transaction.forgetEndedSessions();
                return new Done<>(transaction, result);
              });
      if (!isTrial) {
        done.transaction().publish();
      }
      mayHaveChanged = false;
      return done;
    } catch (RuntimeException e) {
      inDoubt = true;
      mayHaveChanged = true;
      readAnew().ifPresent(e::addSuppressed);
      throw e;
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
  private void tell(List<AuditEvent> events) {
    for (Consumer<List<AuditEvent>> listener : listeners) {
      try {
        listener.accept(events);
      } catch (RuntimeException e) {
        LOG.error("fault in what follows a change", e);
      }
    }
  }

  private void requireKnown() {
    Optional<StorageException> gone = readAnew();
    if (gone.isPresent()) {
      throw gone.get();
    }
  }

  /** Brings memory in line with the registry if that is in doubt; why it cannot, if it cannot. */
  private Optional<StorageException> readAnew() {
    if (!inDoubt) {
      return Optional.empty();
    }
    // before it is read: whoever doubts meanwhile is heard
    inDoubt = false;
    boolean isKnown = false;
    try {
      load();
      isKnown = true;
      return Optional.empty();
    } catch (StorageException gone) {
      return Optional.of(gone);
    } finally {
      inDoubt |= !isKnown;
    }
  }
}

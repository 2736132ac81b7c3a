package alcove.ops.metrics;

import alcove.health.BackupState;
import alcove.health.CertificateState;
import alcove.health.Disks;
import alcove.health.Figures;
import alcove.health.Measurements;
import alcove.room.Room;
import alcove.room.audit.AuditEvent;
import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.splice.EndReason;
import alcove.tunnel.splice.Tunnels;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures a server of peers and what it takes. Thread-safe.
 *
 * <p>What takes a look at a file or a question to a database is looked at by {@link #measure},
 * which somebody calls each minute on a thread that may wait; all else is read when it is asked
 * for.
 */
public final class RoomMeasurements implements Measurements {
  private static final Logger LOG = LoggerFactory.getLogger(RoomMeasurements.class);

  /** Less than that is lost when the process is killed. */
  private static final Duration BETWEEN_KEEPING = Duration.ofMinutes(10);

  /** What a disk that works never needs. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final TunnelServer peers;
  private final Supplier<OptionalLong> databaseSize;
  private final Disks disks;
  private final Supplier<BackupState> backups;
  private final Supplier<Optional<CertificateState>> certificates;
  private final InstantSource clock;
  private final Instant started;
  private final Room room;
  private final History history;
  private final Recorder recorder;
  private final LongAdder claims = new LongAdder();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Instant kept = Instant.EPOCH;
  private volatile OptionalLong resident = OptionalLong.empty();
  private volatile OptionalLong database = OptionalLong.empty();
  private volatile Disks.Spaces spaces = Disks.Spaces.UNKNOWN;

  /**
   * Measures from now on.
   *
   * @param registry where the history is kept
   * @param databaseSize may block, and may fail with a {@link StorageException}
   * @param backups never blocks
   * @param certificates never blocks
   * @param seesAll whether all who are online can be seen from here; never blocks
   */
  public RoomMeasurements(
      TunnelServer peers,
      Room room,
      Registry registry,
      Supplier<OptionalLong> databaseSize,
      Disks disks,
      Supplier<BackupState> backups,
      Supplier<Optional<CertificateState>> certificates,
      BooleanSupplier seesAll,
      InstantSource clock) {
    ActivePeople people = new ActivePeople();
    this.peers = peers;
    this.room = room;
    this.history = new History(registry);
    this.recorder = new Recorder(history, people, seesAll);
    this.databaseSize = databaseSize;
    this.disks = disks;
    this.backups = backups;
    this.certificates = certificates;
    this.clock = clock;
    this.started = clock.instant();
    peers.onArrival(who -> people.see(who, clock.instant()));
    room.onChange(this::countClaims);
  }

  private void countClaims(List<AuditEvent> events) {
    claims.add(events.stream().filter(AuditEvent.InviteClaimed.class::isInstance).count());
  }

  /**
   * Adds to the history, looks at what takes time to look at, and keeps the history if it is time.
   * Blocks; while one call waits for the registry, others do not.
   */
  public void measure() {
    recorder.record(now(), peers.attendants());
    if (looking.compareAndSet(false, true)) {
      try {
        look();
      } finally {
        looking.set(false);
      }
    }
  }

  /** Adds to the history, and keeps it: everybody is gone. Blocks. */
  public void end() {
    recorder.end(now());
    keep(clock.instant());
  }

  private void look() {
    resident = ResidentMemory.bytes();
    spaces = disks.spaces(PATIENCE);
    try {
      database = databaseSize.get();
    } catch (StorageException e) {
      database = OptionalLong.empty();
      LOG.debug("the database does not tell its size: {}", e.getMessage());
    }
    Instant now = clock.instant();
    if (Duration.between(kept, now).abs().compareTo(BETWEEN_KEEPING) >= 0) {
      keep(now);
    }
  }

  private synchronized void keep(Instant now) {
    try {
      history.keep(now);
      kept = now;
    } catch (StorageException e) {
      LOG.debug("the history is not kept yet: {}", e.getMessage());
    }
  }

  @Override
  public Figures now() {
    return new Figures(clock.instant(), started, gauges(), counters());
  }

  @Override
  public List<Sums.Kept> history(Span span) {
    return history.until(span, clock.instant());
  }

  @Override
  public Disks.Spaces disks() {
    return spaces;
  }

  @Override
  public BackupState backups() {
    return backups.get();
  }

  @Override
  public Optional<CertificateState> certificates() {
    return certificates.get();
  }

  private Figures.Gauges gauges() {
    Runtime runtime = Runtime.getRuntime();
    return new Figures.Gauges(
        peers.connections().size("tcp"),
        peers.connections().size("ws"),
        peers.presence().online(),
        peers.tunnels().open(),
        peers.pendingHandshakes(),
        room.members().ids().size(),
        runtime.totalMemory() - runtime.freeMemory(),
        Math.max(0, PlatformDependent.usedDirectMemory()),
        resident,
        database);
  }

  private Figures.Counters counters() {
    var failed = counts(CloseReason.values(), peers::closedInHandshake);
    failed.put("turned_away", peers.turnedAway());
    return new Figures.Counters(
        peers.opened(),
        failed,
        peers.tunnels().opened(),
        counts(Tunnels.Refusal.values(), peers.tunnels()::refused),
        counts(EndReason.values(), peers.tunnels()::ended),
        peers.tunnels().bytes(),
        claims.sum(),
        counts(CloseReason.values(), peers::closedWhenOpen));
  }

  private static <E extends Enum<E>> SortedMap<String, Long> counts(
      E[] reasons, ToLongFunction<E> count) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (E reason : reasons) {
      counts.put(reason.name().toLowerCase(Locale.ROOT), count.applyAsLong(reason));
    }
    return counts;
  }
}

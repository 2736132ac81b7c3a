package alcove.ops.metrics;

import alcove.health.Figures;
import alcove.health.Measurements;
import alcove.room.model.StorageException;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.splice.EndReason;
import alcove.tunnel.splice.Tunnels;
import io.netty.util.internal.PlatformDependent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
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

  private final TunnelServer peers;
  private final Supplier<OptionalLong> databaseSize;
  private final InstantSource clock;
  private final Instant started;
  private final History history = new History();
  private volatile OptionalLong resident = OptionalLong.empty();
  private volatile OptionalLong database = OptionalLong.empty();

  /**
   * Measures from now on.
   *
   * @param databaseSize may block, and may fail with a {@link StorageException}
   */
  public RoomMeasurements(
      TunnelServer peers, Supplier<OptionalLong> databaseSize, InstantSource clock) {
    this.peers = peers;
    this.databaseSize = databaseSize;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Looks at what takes time to look at, and adds to the history if it is time. Blocks. */
  public void measure() {
    resident = ResidentMemory.bytes();
    try {
      database = databaseSize.get();
    } catch (StorageException e) {
      database = OptionalLong.empty();
      LOG.debug("the database does not tell its size: {}", e.getMessage());
    }
    history.offer(now());
  }

  @Override
  public Figures now() {
    return new Figures(clock.instant(), started, gauges(), counters());
  }

  @Override
  public List<Stretch> lastDay() {
    return history.stretches();
  }

  private Figures.Gauges gauges() {
    Runtime runtime = Runtime.getRuntime();
    return new Figures.Gauges(
        peers.peers("tcp"),
        peers.peers("ws"),
        peers.presence().online(),
        peers.tunnels().open(),
        peers.pendingHandshakes(),
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

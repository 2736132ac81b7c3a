package alcove.app;

import alcove.ops.metrics.RoomMeasurements;
import alcove.ops.terminal.FailureText;
import alcove.room.Room;
import alcove.threads.StorageThreads;
import alcove.tunnel.TunnelServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rounds of a running room: once a minute it is measured, and looked after, and blocks that
 * could not be kept are tried again at once. Thread-safe.
 *
 * <p>A round that fails is one gap in the history.
 */
final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** How soon blocks are tried again that the database did not take. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final StorageThreads storage;
  private final Room room;
  private final TunnelServer peers;
  private final RoomMeasurements measurements;
  private final AtomicBoolean keepsBlocks = new AtomicBoolean();
  private volatile boolean begun;

  Rounds(
      Vertx vertx,
      StorageThreads storage,
      Room room,
      TunnelServer peers,
      RoomMeasurements measurements) {
    this.vertx = vertx;
    this.storage = storage;
    this.room = room;
    this.peers = peers;
    this.measurements = measurements;
  }

  /** Begins with them, until {@code vertx} is closed. */
  void begin() {
    begun = true;
    vertx.setPeriodic(
        0,
        INTERVAL.toMillis(),
        timer ->
            storage
                .run(Executors.callable(measurements::measure))
                .onFailure(failure -> log.debug("no measurements: {}", FailureText.of(failure)))
                .eventually(() -> storage.run(Executors.callable(this::keepUp)))
                .onFailure(failure -> log.debug("no upkeep: {}", FailureText.of(failure))));
    vertx.setPeriodic(PAUSE.toMillis(), _ -> keepBlocks());
  }

  /** Keeps blocks that could not be kept when they were made: one try at a time. */
  private Future<Void> keepBlocks() {
    if (!room.blocks().arePending() || !keepsBlocks.compareAndSet(false, true)) {
      return Future.succeededFuture();
    }
    return storage
        .run(Executors.callable(room.blocks()::keepPending))
        .onFailure(failure -> log.debug("blocks are not kept yet: {}", FailureText.of(failure)))
        .onComplete(_ -> keepsBlocks.set(false))
        .mapEmpty();
  }

  /** Tries it once more, whether anything else is done for the registry or not. */
  Future<Void> keepBlocksAtLast() {
    return new LastBlocks(room.blocks()).keep();
  }

  /** Who is still here is here today. */
  private void keepUp() {
    peers.connections().ids().forEach(room.lastSeen()::see);
    room.upkeep().run();
  }

  /**
   * Keeps the measurements up to now, and who was here today, if it has begun: everybody is gone.
   */
  Future<Void> end() {
    return begun
        ? storage
            .run(Executors.callable(measurements::end))
            .onFailure(
                failure -> log.debug("not measured up to the end: {}", FailureText.of(failure)))
            .eventually(() -> storage.run(Executors.callable(room.lastSeen()::keep)))
            .onFailure(
                failure -> log.debug("who was here is not kept: {}", FailureText.of(failure)))
            .eventually(this::keepBlocksAtLast)
            .<Void>mapEmpty()
            .otherwiseEmpty()
        : Future.succeededFuture();
  }
}

package alcove.store;

import alcove.room.model.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A follower of a registry that several nodes share: it notices what others have changed, on a
 * connection and a daemon thread of its own. Thread-safe.
 *
 * <p>Each change sends a notification, which PostgreSQL delivers when the change is durable. It is
 * a hint to look at once; what counts is the generation, which is looked at twice a second anyway.
 * Changes that come quickly share a look. After a connection was lost, a generation says nothing:
 * another server may have taken over, and lack the newest changes of before.
 */
final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final String CHANNEL = "alcove_change";
  private static final String LOOK = "SELECT changes AS seen FROM change_count";

  /** The time from one look to the next at most; of that, nothing is listened for at first. */
  private static final int BETWEEN_LOOKS = 500;

  private static final int GATHERING = 100;
  private static final int ANSWER = 5_000;
  private static final long FIRST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 2_000;

  /** How long ago it may have been that memory was compared with the registry. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration TO_STOP = Duration.ofSeconds(2);

  private final DataSource source;
  private final LongSupplier nanoTime;
  private final Consumer<OptionalLong> listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("registry-follower").daemon().unstarted(this::run);
  private volatile @Nullable Connection connection;

  /** When memory was last known to have what the registry has; a time of {@code nanoTime}. */
  private volatile long followedAt;

  /** What went wrong last. */
  private volatile String reason = "the registry does not answer";

  /** Whether LISTEN was refused the last time; confined to the thread. */
  private boolean isRefused;

  /** Whether a connection was lost since the last look; confined to the thread. */
  private boolean isLost;

  /** What went wrong last in the listener; confined to the thread. */
  private String fault = "";

  private Follower(DataSource source, LongSupplier nanoTime, Consumer<OptionalLong> listener) {
    this.source = source;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.followedAt = nanoTime.getAsLong();
  }

  /**
   * Begins to follow.
   *
   * @param listener hears of the generation at each look, and of nothing when that may deceive;
   *     what it throws says that it could not follow
   */
  static Follower begin(DataSource source, LongSupplier nanoTime, Consumer<OptionalLong> listener) {
    Follower follower = new Follower(source, nanoTime, listener);
    follower.thread.start();
    return follower;
  }

  /** The statement by which a change lets all followers know of it when it is durable. */
  static String notification(long generation) {
    return "NOTIFY %s, '%s'".formatted(CHANNEL, generation);
  }

  /**
   * Why what others change is not followed in time; empty: it is. Whatever the reason: it may be
   * that nothing ever failed, and nothing answers. Never blocks.
   */
  Optional<String> trouble() {
    Duration age = Duration.ofNanos(nanoTime.getAsLong() - followedAt);
    return age.compareTo(PATIENCE) > 0
        ? Optional.of("what other nodes change is not seen in time: " + reason)
        : Optional.empty();
  }

  private void run() {
    long pause = FIRST_PAUSE;
    while (!isOver(pause)) {
      try (Connection open = source.getConnection()) {
        connection = open;
        open.setNetworkTimeout(Runnable::run, ANSWER);
        pause = FIRST_PAUSE;
        listen(open);
      } catch (SQLException | RuntimeException | Error e) {
        lose(e);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
  }

  /** Waits; whether it is closed. */
  private boolean isOver(long milliseconds) {
    try {
      return closed.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      return true;
    }
  }

  /** Also by a fault of the driver or ours, which a new connection may not have. */
  private void lose(Throwable e) {
    if (closed.getCount() > 0) {
      reason = Failures.reason(e);
      if (!isLost) {
        LOG.warn("what other nodes change is seen late until the follower is back: {}", reason);
      }
      isLost = true;
    }
  }

  private void listen(Connection open) throws SQLException {
    try (var statement = open.createStatement()) {
      boolean isListening = beginToListen(statement);
      look(statement);
      while (!isOver(isListening ? GATHERING : BETWEEN_LOOKS)) {
        if (isListening) {
          open.unwrap(PGConnection.class).getNotifications(BETWEEN_LOOKS - GATHERING);
        }
        look(statement);
      }
    }
  }

  /** Whether notifications come. Where they do not, as behind some proxies, looks have to do. */
  private boolean beginToListen(Statement statement) {
    try {
      statement.execute("LISTEN " + CHANNEL);
      isRefused = false;
      return true;
    } catch (SQLException e) {
      if (!isRefused) {
        LOG.warn(
            "the registry tells of no changes, and is asked twice a second: {}", e.getMessage());
      }
      isRefused = true;
      return false;
    }
  }

  private void look(Statement statement) throws SQLException {
    OptionalLong generation = OptionalLong.empty();
    try (var row = statement.executeQuery(LOOK)) {
      if (row.next() && !isLost) {
        generation = OptionalLong.of(row.getLong(1));
      }
    }
    if (isLost) {
      LOG.info("what other nodes change is seen at once again");
      isLost = false;
    }
    tell(generation);
  }

  private void tell(OptionalLong generation) {
    try {
      listener.accept(generation);
      fault = "";
      followedAt = nanoTime.getAsLong();
    } catch (StorageException gone) {
      reason = Failures.reason(gone);
      LOG.debug("what others changed cannot be followed yet: {}", reason);
    } catch (RuntimeException e) {
      reason = Failures.reason(e);
      if (!fault.equals(e.toString())) {
        LOG.error("fault while following what other nodes change", e);
        fault = e.toString();
      }
    }
  }

  /** Ends it, within two seconds. */
  @Override
  public void close() {
    closed.countDown();
    Connection open = connection;
    try {
      if (open != null) {
        // a listener may wait in it
        open.abort(Runnable::run);
      }
      if (!thread.join(TO_STOP)) {
        LOG.debug("still following the registry");
      }
    } catch (SQLException e) {
      LOG.debug("cannot close the connection of a follower", e);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}

package alcove.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
  private static final Duration TO_STOP = Duration.ofSeconds(2);

  private final DatabaseUrl url;
  private final Consumer<OptionalLong> listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("registry-follower").daemon().unstarted(this::run);
  private volatile @Nullable Connection connection;

  /** Whether a connection was lost since the last look; confined to the thread. */
  private boolean isLost;

  /** What went wrong last in the listener; confined to the thread. */
  private String fault = "";

  private Follower(DatabaseUrl url, Consumer<OptionalLong> listener) {
    this.url = url;
    this.listener = listener;
  }

  /**
   * Begins to follow.
   *
   * @param listener hears of the generation at each look, and of nothing when that may deceive
   */
  static Follower begin(DatabaseUrl url, Consumer<OptionalLong> listener) {
    Follower follower = new Follower(url, listener);
    follower.thread.start();
    return follower;
  }

  /** The statement by which a change lets all followers know of it when it is durable. */
  static String notification(long generation) {
    return "NOTIFY %s, '%s'".formatted(CHANNEL, generation);
  }

  private void run() {
    long pause = FIRST_PAUSE;
    while (!isOver(pause)) {
      try (Connection open = Drivers.source(url).getConnection()) {
        connection = open;
        open.setNetworkTimeout(Runnable::run, ANSWER);
        pause = FIRST_PAUSE;
        listen(open);
      } catch (SQLException e) {
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

  private void lose(SQLException e) {
    if (!isLost && closed.getCount() > 0) {
      LOG.warn(
          "changes of other nodes are not seen until the registry answers again: {}",
          Failures.reason(e));
      isLost = true;
    }
  }

  private void listen(Connection open) throws SQLException {
    try (var statement = open.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
      look(statement);
      while (!isOver(GATHERING)) {
        open.unwrap(PGConnection.class).getNotifications(BETWEEN_LOOKS - GATHERING);
        look(statement);
      }
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
      LOG.info("changes of other nodes are seen again");
      isLost = false;
    }
    tell(generation);
  }

  private void tell(OptionalLong generation) {
    try {
      listener.accept(generation);
      fault = "";
    } catch (RuntimeException e) {
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

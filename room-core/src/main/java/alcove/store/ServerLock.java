package alcove.store;

import alcove.room.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second Alcove from a registry on a server, as the lock on the file does in H2: each holds
 * in memory what it asks of the registry all the time, and would not notice what the other changes.
 * Thread-safe.
 *
 * <p>A lock of PostgreSQL on the name of the schema, held by a connection of its own.
 */
final class ServerLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLock.class);
  private static final String TAKE =
      "SELECT pg_try_advisory_lock(hashtextextended('alcove ' || CURRENT_SCHEMA, 0))";
  private static final int SECONDS_TO_ANSWER = 5;

  private final DatabaseUrl url;
  private @Nullable Connection holder;

  private ServerLock(DatabaseUrl url, Connection holder) {
    this.url = url;
    this.holder = holder;
  }

  /**
   * Takes the lock.
   *
   * @throws StorageException if another process holds it
   */
  static ServerLock take(DatabaseUrl url) {
    return new ServerLock(
        url,
        connect(url)
            .orElseThrow(
                () ->
                    new StorageException(
                        url.shown() + " is in use by another Alcove: end that one first")));
  }

  private static Optional<Connection> connect(DatabaseUrl url) {
    try {
      Connection connection = Drivers.source(url).getConnection();
      try (var statement = connection.createStatement();
          var row = statement.executeQuery(TAKE)) {
        if (row.next() && row.getBoolean(1)) {
          return Optional.of(connection);
        }
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** Whether it is still held; takes it again if the connection broke and nobody was faster. */
  synchronized boolean isHeld() {
    try {
      if (holder != null && holder.isValid(SECONDS_TO_ANSWER)) {
        return true;
      }
      close();
      holder = connect(url).orElse(null);
      if (holder == null) {
        LOG.error("another Alcove took over the registry: end one of the two");
      }
    } catch (SQLException | StorageException e) {
      LOG.warn("cannot hold the lock on the registry: {}", Failures.reason(e));
    }
    return holder != null;
  }

  @Override
  public synchronized void close() {
    if (holder != null) {
      try {
        holder.close();
      } catch (SQLException e) {
        LOG.debug("cannot close the connection of a lock", e);
      }
      holder = null;
    }
  }
}

package alcove.store;

import alcove.room.model.StorageException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock that keeps a second Alcove from a registry on a server, as the lock on the file does in
 * H2: each holds in memory what it asks of the registry all the time, and would not notice what the
 * other changes. Thread-safe.
 *
 * <p>It is a lock of PostgreSQL on the name of the schema, held by a transaction that stays open on
 * a connection of its own, so that a pooler between the two cannot give that connection to others.
 * Beside it the same transaction locks a number that nobody else has: by both together every
 * writing transaction sees whether the lock is still the one that this process took.
 */
final class ServerLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLock.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECONDS_TO_ANSWER = 5;
  private static final String NAME = "hashtextextended('alcove ' || CURRENT_SCHEMA, 0)";

  /** Its transaction is to last, and end within half a minute when this machine is gone. */
  private static final String PREPARE =
      "SELECT set_config(name, CASE name WHEN 'tcp_keepalives_idle' THEN '10'"
          + " WHEN 'tcp_keepalives_interval' THEN '5' WHEN 'tcp_keepalives_count' THEN '4'"
          + " ELSE '0' END, true) FROM pg_settings WHERE name IN ('tcp_keepalives_idle',"
          + " 'tcp_keepalives_interval', 'tcp_keepalives_count', 'transaction_timeout',"
          + " 'idle_in_transaction_session_timeout')";

  private static final String TAKE =
      "SELECT pg_try_advisory_xact_lock(" + NAME + "), pg_advisory_xact_lock(?)";

  private static final String IS_HELD =
      """
      SELECT EXISTS (
        SELECT 1 FROM pg_locks room JOIN pg_locks own ON own.pid = room.pid
        WHERE room.locktype = 'advisory' AND room.granted AND room.objsubid = 1
        AND own.locktype = 'advisory' AND own.granted AND own.objsubid = 1
        AND own.database = room.database
        AND room.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((room.classid::bigint << 32) | room.objid::bigint) = %s
        AND ((own.classid::bigint << 32) | own.objid::bigint) = :own)\
      """
          .formatted(NAME);

  private final DatabaseUrl url;
  private @Nullable Connection holder;
  private volatile long own;
  private volatile Optional<String> trouble = Optional.empty();

  private ServerLock(DatabaseUrl url) {
    this.url = url;
  }

  /**
   * Takes the lock.
   *
   * @throws StorageException if another process holds it
   */
  static ServerLock take(DatabaseUrl url) {
    ServerLock lock = new ServerLock(url);
    if (!lock.connect()) {
      throw new StorageException(url.shown() + " is in use by another Alcove: end that one first");
    }
    return lock;
  }

  private synchronized boolean connect() {
    long number = RANDOM.nextLong();
    try {
      Connection connection = Drivers.source(url).getConnection();
      boolean isTaken = false;
      try {
        connection.setAutoCommit(false);
        isTaken = isTaken(connection, number);
      } finally {
        if (!isTaken) {
          connection.close();
        }
      }
      if (isTaken) {
        own = number;
        holder = connection;
      }
      return isTaken;
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  private static boolean isTaken(Connection connection, long number) throws SQLException {
    try (PreparedStatement prepare = connection.prepareStatement(PREPARE);
        PreparedStatement take = connection.prepareStatement(TAKE)) {
      prepare.execute();
      take.setLong(1, number);
      try (ResultSet row = take.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /**
   * Fails unless the lock is held. To be called in a transaction that has locked the row which
   * every writing one locks: whoever takes the lock over begins by waiting for that row, so what
   * this lets pass is seen by the next one.
   */
  void require(Handle transaction) {
    boolean isHeld = transaction.createQuery(IS_HELD).bind("own", own).mapTo(Boolean.class).one();
    if (!isHeld) {
      throw Failures.refusal(
          "%s; nothing was changed", trouble.orElse("the lock on the registry was lost"));
    }
  }

  /** Why it is not held, as far as the last look told; empty: it is. Never blocks. */
  Optional<String> trouble() {
    return trouble;
  }

  /**
   * Looks whether it is still held, and takes it again if its connection broke and nobody was
   * faster. Blocks.
   *
   * @return whether it was lost and is held again, so that others may have written in between
   */
  synchronized boolean look() {
    if (isAlive()) {
      return false;
    }
    close();
    try {
      if (connect()) {
        LOG.info("the lock on the registry is held again");
        trouble = Optional.empty();
        return true;
      }
      tell(
          "the lock on the registry was lost, and another connection has it: if that goes on, end"
              + " the other Alcove");
    } catch (StorageException e) {
      tell("the lock on the registry was lost: " + Failures.reason(e));
    }
    return false;
  }

  private boolean isAlive() {
    try {
      return holder != null && holder.isValid(SECONDS_TO_ANSWER);
    } catch (SQLException closed) {
      return false;
    }
  }

  private void tell(String what) {
    if (!trouble.equals(Optional.of(what))) {
      LOG.error("{}; nothing is changed here meanwhile", what);
      trouble = Optional.of(what);
    }
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

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
 * The lock on a registry on a server, as the lock on the file is in H2. Whoever has it alone holds
 * in memory what they ask of the registry all the time, and would not notice what others change;
 * nodes of one room follow each other's changes, and share it. Thread-safe.
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
  private static final int MILLISECONDS_TO_RELEASE = 2_000;
  private static final String NAME = "hashtextextended('alcove ' || CURRENT_SCHEMA, 0)";

  /** Its transaction is to last, and end within half a minute when this machine is gone. */
  private static final String PREPARE =
      "SELECT set_config(name, CASE name WHEN 'tcp_keepalives_idle' THEN '10'"
          + " WHEN 'tcp_keepalives_interval' THEN '5' WHEN 'tcp_keepalives_count' THEN '4'"
          + " ELSE '0' END, true) FROM pg_settings WHERE name IN ('tcp_keepalives_idle',"
          + " 'tcp_keepalives_interval', 'tcp_keepalives_count', 'transaction_timeout',"
          + " 'idle_in_transaction_session_timeout')";

  private static final String TAKE =
      "SELECT pg_try_advisory_xact_lock%s(" + NAME + "), pg_advisory_xact_lock(?)";

  /** Those who share it; none where somebody has it alone, or nobody at all. */
  private static final String SHARERS =
      """
      SELECT count(*) FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND mode = 'ShareLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND ((classid::bigint << 32) | objid::bigint) = %s\
      """
          .formatted(NAME);

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

  /** Whose turn it is to begin; held until the transaction ends. */
  private static final String TURN = "(hashtextextended('alcove start ' || CURRENT_SCHEMA, 0))";

  private static final String TRY_TURN = "SELECT pg_try_advisory_xact_lock" + TURN;

  /** Waits until no other node begins. */
  private static final String AWAIT_TURN = "SELECT pg_advisory_xact_lock" + TURN;

  private final DatabaseUrl url;
  private final boolean isShared;
  private volatile Usable usable = _ -> {};
  private @Nullable Connection holder;
  private volatile long own;
  private volatile long timesTakenAgain;
  private volatile Optional<String> trouble = Optional.empty();

  private ServerLock(DatabaseUrl url, boolean isShared) {
    this.url = url;
    this.isShared = isShared;
  }

  /** What a registry has to be for its lock to be taken again. */
  @FunctionalInterface
  interface Usable {
    /**
     * Looks at it.
     *
     * @throws StorageException if it is not what it was
     */
    void require(Connection connection) throws SQLException;
  }

  /**
   * Takes it alone.
   *
   * @throws StorageException if another process holds it
   */
  static ServerLock take(DatabaseUrl url) {
    return take(url, Database.Lock.EXCLUSIVE);
  }

  /**
   * Takes it.
   *
   * @throws StorageException if another process holds it in a way that does not go with this one
   */
  static ServerLock take(DatabaseUrl url, Database.Lock kind) {
    return switch (kind) {
      case EXCLUSIVE -> find(url, false).orElseThrow(() -> inUse(url, false));
      case SHARED -> find(url, true).orElseThrow(() -> inUse(url, true));
      case EITHER -> find(url, false).or(() -> find(url, true)).orElseThrow(() -> inUse(url, true));
    };
  }

  /** Takes it unless others hold it. */
  static Optional<ServerLock> find(DatabaseUrl url, boolean isShared) {
    ServerLock lock = new ServerLock(url, isShared);
    return lock.connect() ? Optional.of(lock) : Optional.empty();
  }

  /** The refusal of one that others hold; nodes are named if it was not to be shared with them. */
  static StorageException inUse(DatabaseUrl url, boolean isShared) {
    long sharers = isShared ? 0 : sharers(url);
    if (sharers > 0) {
      return Failures.refusal(
          "%s is in use by nodes of a room that runs on several (%s of them): end all of them"
              + " first; a server that is to be one more is started with --cluster",
          url.shown(), sharers);
    }
    return Failures.refusal(
        "%s is in use by another Alcove%s: end that one first",
        url.shown(), isShared ? ", which has it alone" : "");
  }

  /** How many nodes hold it. Blocks. */
  static long sharers(DatabaseUrl url) {
    try (Connection connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SHARERS)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** Waits until no other node begins, and has none begin until the transaction ends. Blocks. */
  static void awaitTurn(Connection turn) throws SQLException {
    try (var statement = turn.createStatement()) {
      try (var row = statement.executeQuery(TRY_TURN)) {
        if (row.next() && row.getBoolean(1)) {
          return;
        }
      }
      LOG.info("waits for another node, which is about to begin or changes the schema");
      statement.execute(AWAIT_TURN);
    }
  }

  /** Whether others may hold it as well. */
  boolean isShared() {
    return isShared;
  }

  /** Has it be taken again only while this is true. */
  void requireBeforeTakingAgain(Usable requirement) {
    usable = requirement;
  }

  /** How often it was lost and taken again: each time, others may have had it in between. */
  long timesTakenAgain() {
    return timesTakenAgain;
  }

  private synchronized boolean connect() {
    long number = RANDOM.nextLong();
    try {
      Connection connection = Drivers.source(url).getConnection();
      boolean isKept = false;
      try {
        connection.setAutoCommit(false);
        if (isTaken(connection, number)) {
          usable.require(connection);
          isKept = true;
        }
      } finally {
        if (!isKept) {
          connection.close();
        }
      }
      if (isKept) {
        own = number;
        holder = connection;
      }
      return isKept;
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  private boolean isTaken(Connection connection, long number) throws SQLException {
    try (PreparedStatement prepare = connection.prepareStatement(PREPARE);
        PreparedStatement take =
            connection.prepareStatement(TAKE.formatted(isShared ? "_shared" : ""))) {
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
    drop();
    // before it is held: whoever writes by it knows that others may have written
    timesTakenAgain++;
    try {
      if (connect()) {
        LOG.info("the lock on the registry is held again");
        trouble = Optional.empty();
        return true;
      }
      tell(
          "the lock on the registry was lost, and another connection has it%s: if that goes on, end"
                  .formatted(isShared ? " alone" : "")
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

  /** Once, until it is held again: what else is the matter meanwhile is the {@link #trouble}. */
  private void tell(String what) {
    if (trouble.isEmpty()) {
      LOG.error("{}; nothing is changed here meanwhile", what);
    }
    trouble = Optional.of(what);
  }

  /** Lets others have it from when this returns, unless its connection is broken. */
  @Override
  public synchronized void close() {
    if (holder != null) {
      try {
        holder.setNetworkTimeout(Runnable::run, MILLISECONDS_TO_RELEASE);
        holder.rollback();
      } catch (SQLException e) {
        LOG.debug("cannot give a lock back", e);
      }
    }
    drop();
  }

  private void drop() {
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

package alcove.store;

import alcove.room.model.RegistryAwayException;
import alcove.room.model.StorageException;
import alcove.store.sql.Columns;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The open connections to a database. Thread-safe.
 *
 * <p>After a failed write, as on a full disk, H2 closes the file, yet keeps it closed as long as
 * one connection from before is there. So after a failure all are given up at once, and the file is
 * opened anew.
 */
final class Connections implements AutoCloseable {
  private static final int MOST = 4;
  private static final Duration WAIT = Duration.ofSeconds(5);
  static final int STATEMENT_MILLISECONDS = 10_000;
  static final String LIMIT_OF_H2 = "SET QUERY_TIMEOUT " + STATEMENT_MILLISECONDS;

  private final DatabaseUrl url;
  private final Jdbi jdbi = Columns.teach(Jdbi.create(() -> this.pool.getConnection()));

  /** Held by whoever uses a connection, and alone by whoever gives them all up. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** Beside the pool, for a backup under way. */
  private final Set<Connection> snapshots = ConcurrentHashMap.newKeySet();

  private HikariDataSource pool;
  private boolean closed;
  private volatile boolean suspect;

  /** Why there is no connection, if the last who wanted one waited in vain. */
  private volatile @Nullable StorageException away;

  /** Held by whoever tries whether there is one again. */
  private final Semaphore trial = new Semaphore(1);

  Connections(DatabaseUrl url) {
    this.url = url;
    this.pool = open();
  }

  /** Something done with connections. */
  @FunctionalInterface
  interface Use<T, X extends Exception> {
    T with(Jdbi jdbi) throws X;
  }

  /**
   * Does something; a failure makes it look at the database before the next. While no connection
   * can be had, one at a time waits for one, and all others fail at once.
   *
   * @throws StorageException if the database fails
   */
  <T, X extends Exception> T use(Use<T, X> use) throws X {
    if (lock.getReadHoldCount() > 0) {
      return useNow(use);
    }
    if (suspect) {
      renew();
    }
    StorageException known = away;
    if (known == null) {
      return useNow(use);
    }
    if (!trial.tryAcquire()) {
      throw new RegistryAwayException(String.valueOf(known.getMessage()), known);
    }
    try {
      return useNow(use);
    } finally {
      trial.release();
    }
  }

  private <T, X extends Exception> T useNow(Use<T, X> use) throws X {
    lock.readLock().lock();
    try {
      T result = use.with(jdbi);
      away = null;
      return result;
    } catch (StorageException e) {
      note(e);
      throw e;
    } catch (JdbiException e) {
      StorageException failure = Failures.running(e);
      note(failure);
      throw failure;
    } finally {
      lock.readLock().unlock();
    }
  }

  private void note(StorageException failure) {
    suspect = url instanceof DatabaseUrl.H2File;
    away = Failures.isWithoutConnection(failure) ? failure : null;
  }

  /**
   * A connection that sees the registry as it is now for as long as it is open, whatever is written
   * meanwhile, and keeps nobody waiting. It takes its time: no statement of it ends by itself, and
   * rows are read when they are asked for. The caller closes it; it is closed under the caller when
   * all connections are given up.
   */
  Connection snapshot() throws SQLException {
    lock.readLock().lock();
    try {
      Connection connection = Drivers.source(url).getConnection();
      snapshots.removeIf(Connections::isClosed);
      snapshots.add(connection);
      try {
        if (url.isH2()) {
          beginOnH2(connection);
        } else {
          Drivers.beginPatiently(connection, Drivers.SNAPSHOT);
        }
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return connection;
    } finally {
      lock.readLock().unlock();
    }
  }

  private static void beginOnH2(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET QUERY_TIMEOUT 0");
      statement.execute("SET LAZY_QUERY_EXECUTION TRUE");
    }
    // its snapshot of all tables; its REPEATABLE READ takes one of each table by itself
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setAutoCommit(false);
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  private void closeAll() {
    for (Connection snapshot : snapshots) {
      try {
        snapshot.close();
      } catch (SQLException gone) {
        // as good as closed
      }
    }
    snapshots.clear();
    pool.close();
  }

  private void renew() {
    lock.writeLock().lock();
    try {
      if (suspect && !closed && !isAlive()) {
        closeAll();
        pool = open();
      }
      suspect = false;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Has those that nobody uses replaced: what broke another connection has broken them as well. */
  void renewAll() {
    lock.readLock().lock();
    try {
      pool.getHikariPoolMXBean().softEvictConnections();
    } finally {
      lock.readLock().unlock();
    }
  }

  private boolean isAlive() {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException gone) {
      return false;
    }
  }

  private HikariDataSource open() {
    try {
      return new HikariDataSource(config());
    } catch (RuntimeException e) {
      throw Failures.opening(url, e);
    }
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("registry");
    config.setDataSource(Drivers.source(url));
    config.setConnectionInitSql(
        url.isH2() ? LIMIT_OF_H2 : "SET statement_timeout = " + STATEMENT_MILLISECONDS);
    config.setMaximumPoolSize(MOST);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT.toMillis());
    return config;
  }

  /** Closes them all; with H2 that writes out and closes the file. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      closeAll();
    } finally {
      lock.writeLock().unlock();
    }
  }
}

package alcove.store;

import alcove.room.RefusedException;
import alcove.room.Registry;
import alcove.room.StorageException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The registry in a database. Thread-safe.
 *
 * <p>With H2 each write ends with {@code CHECKPOINT SYNC}, so that what was acknowledged is on the
 * disk and not only in the hands of the operating system.
 */
public final class Database implements Registry, AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final String MIGRATIONS = "classpath:alcove/store/migrations";

  private final DatabaseUrl url;
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(DatabaseUrl url, HikariDataSource pool) {
    this.url = url;
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Opens a database, creates it where there is none, and brings its schema up to date.
   *
   * @throws StorageException if it cannot be opened or its schema is not ours
   */
  public static Database open(DatabaseUrl url) {
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config(url));
    } catch (RuntimeException e) {
      throw new StorageException("cannot open the database: " + reason(e), e);
    }
    try {
      migrate(pool);
      return new Database(url, pool);
    } catch (FlywayException e) {
      pool.close();
      throw new StorageException("cannot bring the database up to date: " + reason(e), e);
    }
  }

  private static HikariConfig config(DatabaseUrl url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("registry");
    config.setJdbcUrl(url.jdbc());
    if (url.isH2()) {
      config.setUsername("sa");
      config.setPassword("");
    }
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT.toMillis());
    return config;
  }

  private static void migrate(HikariDataSource pool) {
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(pool)
        .locations(MIGRATIONS)
        .load()
        .migrate();
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  @Override
  public <T> T read(Reading<T> reading) {
    try {
      return jdbi.inTransaction(
          TransactionIsolationLevel.REPEATABLE_READ,
          handle -> {
            return reading.in(new SqlTables(handle));
          });
    } catch (JdbiException e) {
      throw failure(e);
    }
  }

  @Override
  public <T> T write(Writing<T> writing) throws RefusedException {
    try (Handle handle = jdbi.open()) {
      T result = handle.inTransaction(inside -> writing.in(new SqlTables(inside)));
      if (url.isH2()) {
        handle.execute("CHECKPOINT SYNC");
      }
      return result;
    } catch (JdbiException e) {
      throw failure(e);
    }
  }

  private static StorageException failure(JdbiException e) {
    return new StorageException("database: " + reason(e), e);
  }

  /** Closes all connections; with H2 that writes out and closes the file. */
  @Override
  public void close() {
    pool.close();
  }
}

package alcove.store;

import alcove.room.RefusedException;
import alcove.room.Registry;
import alcove.room.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
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
  /** The name of the file in a data directory that says that there is a registry. */
  public static final String MARK = RegistryMark.NAME;

  private final DatabaseUrl url;
  private final Connections connections;
  private final Optional<RegistryMark> mark;
  private final Optional<ServerLock> lock;
  private volatile boolean lastWriteFailed;

  private Database(
      DatabaseUrl url,
      Connections connections,
      Optional<RegistryMark> mark,
      Optional<ServerLock> lock) {
    this.url = url;
    this.connections = connections;
    this.mark = mark;
    this.lock = lock;
  }

  /**
   * Opens a database and brings its schema up to date. A place that never had a registry gets an
   * empty one; a place that had one never does.
   *
   * @throws StorageException whose message says in one line what is wrong and what to do
   */
  public static Database open(DatabaseUrl url) {
    return open(url, Optional.empty(), Migrations.OWN);
  }

  /** The same, for a room whose data directory is to remember where its registry is. */
  public static Database open(DatabaseUrl url, Path data) {
    return open(url, Optional.of(data), Migrations.OWN);
  }

  /** Whether a data directory has a registry, or had one. */
  public static boolean isIn(Path data) {
    return Files.exists(data.resolve(RegistryMark.NAME))
        || Files.exists(DatabaseUrl.in(data).file());
  }

  /**
   * Says that a registry is about to come into a data directory, so that until then no empty one
   * begins there.
   */
  public static void announceIn(Path data) {
    RegistryMark.open(data, RegistryMark.Content.of(DatabaseUrl.in(data), 0)).close();
  }

  static Database open(DatabaseUrl url, Optional<Path> data, Migrations migrations) {
    return url instanceof DatabaseUrl.H2File file
        ? openFile(RegistryFile.of(file, migrations))
        : openServer(new RegistryServer(url, data, migrations));
  }

  private static Database openFile(RegistryFile file) {
    RegistryMark mark = file.prepare();
    try {
      Connections connections = new Connections(file.url());
      return tried(new Database(file.url(), connections, Optional.of(mark), Optional.empty()));
    } catch (StorageException e) {
      mark.close();
      throw e;
    }
  }

  /** A database in memory is there as long as there are connections to it. */
  private static Database openServer(RegistryServer server) {
    DatabaseUrl url = server.url();
    Connections connections = new Connections(url);
    Optional<ServerLock> lock = Optional.empty();
    try {
      lock = url.isH2() ? Optional.empty() : Optional.of(ServerLock.take(url));
      return tried(new Database(url, connections, server.prepare(), lock));
    } catch (StorageException e) {
      connections.close();
      lock.ifPresent(ServerLock::close);
      throw e;
    }
  }

  /** A disk that is full or a server that only lets read shows now, not at the first change. */
  private static Database tried(Database database) {
    try {
      database.write(tables -> true);
      return database;
    } catch (StorageException e) {
      database.close();
      throw Failures.opening(database.url, e);
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether it is a database of our own, and not a server's. */
  public boolean isEmbedded() {
    return url.isH2();
  }

  @Override
  public <T> T read(Reading<T> reading) {
    return connections.use(
        jdbi -> {
          try {
            return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> {
                  return reading.in(new SqlTables(handle));
                });
          } catch (JdbiException e) {
            throw Failures.running(e);
          }
        });
  }

  @Override
  public <T> T write(Writing<T> writing) throws RefusedException {
    try {
      Written<T> written = connections.use(jdbi -> write(jdbi, writing));
      mark.ifPresent(kept -> kept.note(written.change()));
      lastWriteFailed = false;
      return written.result();
    } catch (StorageException e) {
      lastWriteFailed = true;
      throw e;
    }
  }

  private record Written<T>(T result, long change) {}

  private <T> Written<T> write(Jdbi jdbi, Writing<T> writing) throws RefusedException {
    try (Handle handle = jdbi.open()) {
      Written<T> written =
          handle.inTransaction(
              inside -> {
                T result = writing.in(new SqlTables(inside));
                return new Written<>(result, count(inside));
              });
      if (url.isH2()) {
        handle.execute("CHECKPOINT SYNC");
      }
      return written;
    } catch (JdbiException e) {
      throw Failures.running(e);
    }
  }

  private static long count(Handle handle) {
    return handle
        .createUpdate("UPDATE change_count SET changes = changes + 1")
        .executeAndReturnGeneratedKeys("changes")
        .mapTo(Long.class)
        .one();
  }

  /**
   * Whether the registry can be read, and written as far as is known: after a failed write it is
   * written to, so that this says when there is space on the disk again. Blocks, for a moment as a
   * rule.
   */
  public boolean isUsable() {
    try {
      if (lastWriteFailed) {
        write(tables -> true);
      } else {
        read(tables -> tables.settings().all());
      }
      return lock.isEmpty() || lock.get().isHeld();
    } catch (StorageException | RefusedException e) {
      return false;
    }
  }

  /**
   * How many bytes the database takes on its disk, unless it is in memory. Blocks.
   *
   * @throws StorageException if it does not say
   */
  public OptionalLong size() {
    return switch (url) {
      case DatabaseUrl.H2File file -> OptionalLong.of(size(file));
      case DatabaseUrl.H2Memory memory -> OptionalLong.empty();
      case DatabaseUrl.PostgreSql server -> OptionalLong.of(connections.use(Database::ask));
    };
  }

  private static long size(DatabaseUrl.H2File file) {
    try {
      return Files.size(file.file());
    } catch (IOException e) {
      throw new StorageException("%s does not say how large it is".formatted(file.shown()), e);
    }
  }

  private static long ask(Jdbi jdbi) {
    try {
      return jdbi.withHandle(
          handle ->
              handle
                  .createQuery("SELECT pg_database_size(current_database())")
                  .mapTo(Long.class)
                  .one());
    } catch (JdbiException e) {
      throw Failures.running(e);
    }
  }

  /** Closes all connections; with H2 that writes out and closes the file. */
  @Override
  public void close() {
    connections.close();
    mark.ifPresent(RegistryMark::close);
    lock.ifPresent(ServerLock::close);
  }
}

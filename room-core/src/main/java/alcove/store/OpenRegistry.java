package alcove.store;

import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import alcove.store.sql.SqlTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * All that is held of a registry while it is open. Thread-safe.
 *
 * @param mark the note of it in the room's directory
 * @param lock what keeps others from a server, or all but nodes of the same room
 * @param isFollowed whether nodes of the same room run beside this one
 * @param data the room's directory
 */
record OpenRegistry(
    DatabaseUrl url,
    Connections connections,
    Optional<RegistryMark> mark,
    Optional<ServerLock> lock,
    boolean isFollowed,
    Optional<Path> data)
    implements AutoCloseable {
  /**
   * Opens one, in the newest schema.
   *
   * @param allowed marks that one on a server may have
   * @param precaution whether the schema may change, and what is done before that of one on a
   *     server does
   * @throws StorageException whose message says in one line what is wrong and what to do
   */
  static OpenRegistry of(
      DatabaseUrl url,
      Optional<Path> data,
      Migrations migrations,
      Database.Lock lock,
      Set<ServerMark> allowed,
      RegistryPlace.Precaution precaution) {
    return url instanceof DatabaseUrl.H2File file
        ? ofFile(RegistryFile.of(file, migrations), precaution)
        : ofServer(new RegistryServer(url, data, migrations, allowed, precaution), lock);
  }

  private static OpenRegistry ofFile(RegistryFile file, RegistryPlace.Precaution precaution) {
    Optional<RegistryMark> mark = Optional.of(file.prepare(precaution));
    try {
      return new OpenRegistry(
          file.url(),
          new Connections(file.url()),
          mark,
          Optional.empty(),
          false,
          Optional.of(file.data()));
    } catch (StorageException e) {
      mark.get().close();
      throw e;
    }
  }

  /** A database in memory is there as long as there are connections to it. */
  private static OpenRegistry ofServer(RegistryServer server, Database.Lock kind) {
    DatabaseUrl url = server.url();
    if (!url.isH2()) {
      server.requireRights();
    }
    Connections connections = new Connections(url);
    Optional<ServerLock> lock = Optional.empty();
    try {
      lock = server.prepare(kind);
      boolean isFollowed = kind == Database.Lock.SHARED && lock.isPresent();
      return new OpenRegistry(url, connections, server.mark(), lock, isFollowed, server.data());
    } catch (StorageException e) {
      connections.close();
      lock.ifPresent(ServerLock::close);
      throw e;
    }
  }

  /** Whether others may write as well, who have to hear of each change. */
  boolean isShared() {
    return lock.filter(ServerLock::isShared).isPresent();
  }

  /** Reads what is there at one moment. */
  <T> T read(Limit limit, Registry.Reading<T> reading) {
    return connections.use(jdbi -> read(jdbi, limit, reading));
  }

  private static <T> T read(Jdbi jdbi, Limit limit, Registry.Reading<T> reading) {
    try (Handle handle = jdbi.open();
        var _ = limit.lifted(handle)) {
      return handle.inTransaction(
          TransactionIsolationLevel.REPEATABLE_READ,
          inside -> {
            limit.liftIn(inside);
            return reading.in(new SqlTables(inside));
          });
    }
  }

  /** The work of one writing transaction. */
  @FunctionalInterface
  interface Work<T> {
    Written<T> in(Handle handle) throws RefusedException;
  }

  /**
   * The outcome of that.
   *
   * @param change the number of the change of the room that it was, if it was one
   */
  record Written<T>(T result, OptionalLong change) {}

  /** Does all of {@code work} or nothing, and with H2 has it on the disk when this returns. */
  <T> Written<T> write(Jdbi jdbi, Work<T> work) throws RefusedException {
    AtomicBoolean isComplete = new AtomicBoolean();
    try (Handle handle = jdbi.open()) {
      Written<T> written =
          handle.inTransaction(
              inside -> {
                lockAll(inside);
                Written<T> whole = work.in(inside);
                isComplete.set(true);
                return whole;
              });
      if (url.isH2()) {
        handle.execute("CHECKPOINT SYNC");
      }
      return written;
    } catch (JdbiException e) {
      throw isComplete.get() ? Failures.committing(e) : Failures.running(e);
    }
  }

  /**
   * Counts a change, in its transaction, and tells those who share the registry.
   *
   * @return its number
   */
  long count(Handle handle) {
    long generation =
        handle
            .createUpdate("UPDATE change_count SET changes = changes + 1")
            .executeAndReturnGeneratedKeys("changes")
            .mapTo(Long.class)
            .one();
    if (isShared()) {
      handle.execute(Follower.notification(generation));
    }
    return generation;
  }

  /** All who write wait here for each other, in whatever process, before they read anything. */
  void lockAll(Handle inside) {
    inside.createQuery("SELECT changes FROM change_count FOR UPDATE").mapTo(Long.class).one();
    lock.ifPresent(held -> held.require(inside));
  }

  /** The files that have to stay where they are now. */
  KeptFiles files() {
    Optional<Path> file =
        url instanceof DatabaseUrl.H2File h2 ? Optional.of(h2.file()) : Optional.empty();
    return data.map(directory -> KeptFiles.of(directory, file)).orElse(KeptFiles.none());
  }

  /**
   * How much of the database's file is in use, if it has one. Blocks for a moment.
   *
   * @throws StorageException if it does not say
   */
  Optional<FileUse> use() {
    return url instanceof DatabaseUrl.H2File file
        ? Optional.of(connections.use(jdbi -> use(jdbi, file)))
        : Optional.empty();
  }

  private static FileUse use(Jdbi jdbi, DatabaseUrl.H2File file) {
    try (Handle handle = jdbi.open()) {
      return new Catalog(handle.getConnection()).use(size(file));
    } catch (SQLException e) {
      throw Failures.running(e);
    }
  }

  /**
   * How many bytes the database takes on its disk, unless it is in memory. Blocks.
   *
   * @throws StorageException if it does not say
   */
  OptionalLong size() {
    return switch (url) {
      case DatabaseUrl.H2File file -> OptionalLong.of(size(file));
      case DatabaseUrl.H2Memory memory -> OptionalLong.empty();
      case DatabaseUrl.PostgreSql server -> OptionalLong.of(connections.use(OpenRegistry::ask));
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
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT pg_database_size(current_database())")
                .mapTo(Long.class)
                .one());
  }

  /** Closes it; with H2 that writes out and closes the file. */
  @Override
  public void close() {
    data.ifPresent(SpaceProbe::deleteIn);
    connections.close();
    mark.ifPresent(RegistryMark::close);
    lock.ifPresent(ServerLock::close);
  }
}

package alcove.store;

import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * All that is held of a registry while it is open. Thread-safe.
 *
 * @param mark the note of it in the room's directory
 * @param lock what keeps a second Alcove from a server
 * @param data the room's directory
 */
record OpenRegistry(
    DatabaseUrl url,
    Connections connections,
    Optional<RegistryMark> mark,
    Optional<ServerLock> lock,
    Optional<Path> data)
    implements AutoCloseable {
  /**
   * Opens one, in the newest schema.
   *
   * @param allowed marks that one on a server may have
   * @throws StorageException whose message says in one line what is wrong and what to do
   */
  static OpenRegistry of(
      DatabaseUrl url, Optional<Path> data, Migrations migrations, Set<ServerMark> allowed) {
    return url instanceof DatabaseUrl.H2File file
        ? ofFile(RegistryFile.of(file, migrations))
        : ofServer(new RegistryServer(url, data, migrations, allowed));
  }

  private static OpenRegistry ofFile(RegistryFile file) {
    Optional<RegistryMark> mark = Optional.of(file.prepare());
    try {
      return new OpenRegistry(
          file.url(),
          new Connections(file.url()),
          mark,
          Optional.empty(),
          Optional.of(file.data()));
    } catch (StorageException e) {
      mark.get().close();
      throw e;
    }
  }

  /** A database in memory is there as long as there are connections to it. */
  private static OpenRegistry ofServer(RegistryServer server) {
    DatabaseUrl url = server.url();
    if (!url.isH2()) {
      server.requireRights();
    }
    Connections connections = new Connections(url);
    Optional<ServerLock> lock = Optional.empty();
    try {
      lock = url.isH2() ? Optional.empty() : Optional.of(ServerLock.take(url));
      return new OpenRegistry(url, connections, server.prepare(), lock, server.data());
    } catch (StorageException e) {
      connections.close();
      lock.ifPresent(ServerLock::close);
      throw e;
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

  /** Closes it; with H2 that writes out and closes the file. */
  @Override
  public void close() {
    data.ifPresent(SpaceProbe::deleteIn);
    connections.close();
    mark.ifPresent(RegistryMark::close);
    lock.ifPresent(ServerLock::close);
  }
}

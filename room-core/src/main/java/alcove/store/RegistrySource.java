package alcove.store;

import alcove.identity.FeedId;
import alcove.room.model.StorageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The registry of a room that moves elsewhere. It is read and never changed, in whatever schema it
 * is; only marks in the directory and on a server say that it is to be started here no more.
 * Immutable; its methods block.
 *
 * @param data the room's directory, locked by the caller
 */
public record RegistrySource(DatabaseUrl url, Path data, FeedId room) {
  /**
   * Notes that it moves.
   *
   * @return whether that had not been begun before
   * @throws StorageException if there is no registry of this room, or not all of it
   */
  public boolean begin() {
    boolean isNew = RegistryMark.beginMove(data);
    try {
      require(isNew);
      return isNew;
    } catch (StorageException e) {
      if (isNew) {
        RegistryMark.undoMove(data);
      }
      throw e;
    }
  }

  private void require(boolean isNew) {
    Optional<RegistryMark.Content> former = RegistryMark.beforeMove(data);
    Owner owner = new Owner(room, data);
    owner.require(url, former.flatMap(RegistryMark.Content::room));
    if (former.filter(mark -> mark.isOf(url)).isEmpty()) {
      throw Failures.refusal(
          "this room's registry is %s: %s --jdbc-url",
          url.isH2() ? "on PostgreSQL" : "in its data directory",
          url.isH2() ? "give its" : "leave out");
    }
    switch (url) {
      case DatabaseUrl.H2File file -> RegistryFile.of(file, Migrations.OWN).requireWhole(former);
      case DatabaseUrl.PostgreSql server -> {
        owner.require(url, RegistryServer.owner(server));
        if (RegistryServer.isEmpty(server) || !RegistryServer.isComplete(server)) {
          throw Failures.refusal("%s has no registry", url.shown());
        }
        if (isNew && RegistryServer.isMoved(server)) {
          throw ServerMark.MOVED.refusal(server);
        }
      }
      case DatabaseUrl.H2Memory memory -> throw new IllegalArgumentException(memory.toString());
    }
  }

  /** Notes that all of it is where it goes. */
  public void complete() {
    RegistryMark.completeMove(data);
  }

  /**
   * Takes back that it moves.
   *
   * @throws StorageException if a server cannot be told so; then nothing is taken back, and the
   *     move can be repeated
   */
  public void undo() {
    if (url instanceof DatabaseUrl.PostgreSql server && RegistryServer.isMoved(server)) {
      try (var _ = ServerLock.take(server)) {
        RegistryServer.markMoved(server, false);
      }
    }
    RegistryMark.undoMove(data);
  }

  /**
   * Reads all rows as they are, while nobody has the registry open; and nobody opens it any more: a
   * server says so to other directories of the room.
   *
   * @throws StorageException if somebody has, or they cannot be read
   */
  public <T, X extends Exception> T leave(Database.Dumping<T, X> dumping) throws X {
    if (!(url instanceof DatabaseUrl.PostgreSql server)) {
      return read(url, dumping);
    }
    try (var _ = ServerLock.take(server)) {
      RegistryServer.markMoved(server, true);
      return read(server, dumping);
    }
  }

  /** What a database has, so that it can be compared with another one. */
  public static SortedMap<String, Dump.Sum> contents(DatabaseUrl url) {
    return RegistrySource.<SortedMap<String, Dump.Sum>, RuntimeException>read(url, Dump::contents);
  }

  /** Reads all rows as they are at one moment, whoever has the registry open. */
  static <T, X extends Exception> T read(DatabaseUrl url, Database.Dumping<T, X> dumping) throws X {
    try (Connection connection = connection(url)) {
      return dumping.with(new Dump(connection));
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  private static Connection connection(DatabaseUrl url) throws SQLException {
    if (url instanceof DatabaseUrl.H2File file) {
      return Drivers.source(file.readOnly()).getConnection();
    }
    Connection connection = Drivers.source(url).getConnection();
    try {
      Drivers.beginPatiently(connection, Drivers.SNAPSHOT);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}

package alcove.store;

import alcove.identity.FeedId;
import alcove.room.model.StorageException;
import alcove.store.sql.Columns;
import alcove.store.sql.SqlIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry on a server or in memory, brought to the newest schema. What is not right is refused
 * and left as it is.
 *
 * @param data the room's directory, which remembers where the registry is
 * @param allowed marks that it may have
 * @param precaution what is done before the schema of a server changes
 */
record RegistryServer(
    DatabaseUrl url,
    Optional<Path> data,
    Migrations migrations,
    Set<ServerMark> allowed,
    RegistryPlace.Precaution precaution) {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);

  /** The schema, and the tables in it that are not ours to use. */
  private static final String CLOSED =
      """
      SELECT current_schema(), (
        SELECT string_agg(relname, ', ' ORDER BY relname) FROM pg_class
        WHERE relkind IN ('r', 'p')
        AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
        AND NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
          AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')))\
      """;

  /**
   * Makes it ready to be opened, and holds it.
   *
   * @return its lock; none in memory
   * @throws StorageException if it cannot be reached, is not ours, is missing, or others hold it in
   *     a way that does not go with this one
   */
  Optional<ServerLock> prepare(Database.Lock kind) {
    if (url.isH2()) {
      bring(true);
      return Optional.empty();
    }
    ServerLock lock = kind == Database.Lock.SHARED ? join() : take(kind);
    lock.requireBeforeTakingAgain(connection -> schema(connection, lock.isShared()));
    return Optional.of(lock);
  }

  private ServerLock take(Database.Lock kind) {
    ServerLock lock = ServerLock.take(url, kind);
    try {
      bring(!lock.isShared());
      return lock;
    } catch (StorageException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Joins the nodes that run. They begin one after the other, and the first makes the tables, or
   * backs them up and changes them: all of that is one turn, so the next finds it done.
   */
  private ServerLock join() {
    try (Connection turn = Drivers.source(url).getConnection()) {
      Drivers.beginPatiently(turn, Drivers.WRITING);
      ServerLock.awaitTurn(turn);
      bringAlone();
      return take(Database.Lock.SHARED);
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** Changes the schema, if that cannot be done beside nodes of the version before. */
  private void bringAlone() throws SQLException {
    int schema;
    try (Connection connection = Drivers.source(url).getConnection()) {
      schema = schema(connection, true);
    }
    if (migrations.expandFrom(schema)) {
      return;
    }
    Optional<ServerLock> alone = ServerLock.find(url, false);
    if (alone.isEmpty() && schema > 0) {
      throw ServerLock.sharers(url) == 0
          ? ServerLock.inUse(url, true)
          : Failures.refusal(
              "%s is to be brought from schema %s to %s, which has to be done alone, and others"
                  + " hold it: end all nodes of the version before, then start this one",
              url.shown(), schema, migrations.newest());
    }
    try (ServerLock _ = alone.orElseGet(() -> ServerLock.take(url))) {
      bring(true);
    }
  }

  /** Brings it to the newest schema; beside others only if they can live with it. */
  private void bring(boolean isAlone) {
    Optional<RegistryMark.Content> mark = data.flatMap(RegistryMark::read);
    mark.ifPresent(this::requireHere);
    DataSource source = Drivers.source(url);
    try (Connection connection = source.getConnection()) {
      int schema = schema(connection, !isAlone);
      if (schema == 0) {
        requireNew(mark, new Catalog(connection).tables());
      }
      if (schema >= migrations.newest()) {
        return;
      }
      if (schema > 0) {
        precaution.requireAllowed(url, schema, migrations.newest());
      }
      if (!isAlone && !migrations.expandFrom(schema)) {
        throw Failures.refusal(
            "%s has schema %s, and nodes that know no newer one run on it: use the Alcove that they"
                + " are of, or end them all first",
            url.shown(), schema);
      }
      if (schema > 0) {
        RegistryPlace.take(precaution, url, schema);
        LOG.info("the registry is brought from schema {} to {}", schema, migrations.newest());
      }
      migrations.run(url, source, migrations.newest());
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /**
   * The schema that it has; 0: it has none yet.
   *
   * @param isShared whether a newer version may have brought it one schema further than ours
   * @throws StorageException if it cannot be used
   */
  private int schema(Connection connection, boolean isShared) throws SQLException {
    ServerMark.requireNone(url, connection, allowed);
    return migrations.schema(url, new Catalog(connection).history(), isShared);
  }

  /** The note of it in the room's directory. */
  Optional<RegistryMark> mark() {
    return data.map(directory -> RegistryMark.open(directory, RegistryMark.Content.of(url, 0)));
  }

  /**
   * Fills an empty database, or one in which this was interrupted before. It is no registry until
   * {@link ServerMark#RESTORING} is taken off.
   *
   * @throws StorageException if it cannot be done; then the database is as it was
   */
  static void make(DatabaseUrl.PostgreSql url, int schema, RegistryFile.Filling filling) {
    DataSource source = Drivers.source(url);
    try (var _ = ServerLock.take(url);
        Connection connection = source.getConnection()) {
      ServerMark.announce(url, connection);
      try {
        Migrations.OWN.runBesideMark(url, source, schema);
        Drivers.beginPatiently(connection, Drivers.WRITING);
        ServerMark.forgetInHistory(connection);
        filling.into(connection);
      } catch (SQLException | IOException | StorageException e) {
        clear(source);
        throw e;
      }
    } catch (SQLException | IOException e) {
      throw Failures.opening(url, e);
    }
  }

  /** Takes away what a restoration left, unless somebody is at it. Blocks. */
  static void clear(DatabaseUrl.PostgreSql url) {
    try (var _ = ServerLock.take(url)) {
      clear(Drivers.source(url));
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  private static void clear(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      ServerMark.clear(connection);
    }
  }

  /** Makes a registry of what was filled in. Blocks. */
  static void complete(DatabaseUrl.PostgreSql url) {
    try (Connection connection = Drivers.source(url).getConnection()) {
      ServerMark.RESTORING.remove(connection);
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** Notes that the room is elsewhere, or takes that back, under its lock. Blocks. */
  static void markMoved(DatabaseUrl.PostgreSql url, boolean isMoved) {
    try (Connection connection = Drivers.source(url).getConnection()) {
      if (isMoved) {
        ServerMark.MOVED.put(connection);
      } else {
        ServerMark.MOVED.remove(connection);
      }
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** Whether the room is elsewhere. Blocks. */
  static boolean isMoved(DatabaseUrl.PostgreSql url) {
    try (Connection connection = Drivers.source(url).getConnection()) {
      return ServerMark.MOVED.isIn(connection);
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** Whether it is a registry and not half of one. Blocks. */
  static boolean isComplete(DatabaseUrl.PostgreSql url) {
    try (Connection connection = Drivers.source(url).getConnection()) {
      return !ServerMark.RESTORING.isIn(connection);
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** Refuses a database into which no room could be restored. Changes nothing; blocks. */
  static void requireFree(DatabaseUrl.PostgreSql url) {
    try (Connection connection = Drivers.source(url).getConnection()) {
      ServerMark.requireFree(url, connection);
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** Whether there is no registry, so that one can begin. Blocks. */
  static boolean isEmpty(DatabaseUrl.PostgreSql url) {
    try (Connection connection = Drivers.source(url).getConnection()) {
      return new Catalog(connection).history().isEmpty();
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** The schema that it has; 0: there is no registry. Blocks. */
  static int schema(DatabaseUrl.PostgreSql url) {
    try (Connection connection = Drivers.source(url).getConnection()) {
      ServerMark.requireNone(url, connection, Set.of());
      return Migrations.OWN.schema(url, new Catalog(connection).history(), true);
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** Whose it is, if that is known. Blocks. */
  static Optional<FeedId> owner(DatabaseUrl.PostgreSql url) {
    try (Connection connection = Drivers.source(url).getConnection()) {
      return new Catalog(connection).tables().contains("room_identity")
          ? Columns.teach(Jdbi.create(connection))
              .withHandle(handle -> new SqlIdentity(handle).find())
          : Optional.empty();
    } catch (SQLException | JdbiException e) {
      throw Failures.opening(url, e);
    }
  }

  /**
   * What somebody may not read looks to him as if it were not there.
   *
   * @throws StorageException if there is something of that kind
   */
  void requireRights() {
    try (Connection connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(CLOSED)) {
      row.next();
      if (row.getString(1) == null) {
        throw Failures.refusal(
            "%s has no schema that its user may use: GRANT it the rights on one (USAGE, CREATE)",
            url.shown());
      }
      if (row.getString(2) != null) {
        throw Failures.refusal(
            "%s holds tables that its user may not read and write (%s): give the user that owns"
                + " them, or GRANT this one all rights on them",
            url.shown(), row.getString(2));
      }
    } catch (SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  private void requireHere(RegistryMark.Content mark) {
    if (!mark.isOf(url)) {
      throw Failures.refusal(
          "this room's registry is in its data directory, says %s: start without --jdbc-url, or"
              + " write the word new into that file to begin with an empty registry on the server",
          data.orElseThrow().resolve(RegistryMark.NAME));
    }
  }

  private void requireNew(Optional<RegistryMark.Content> mark, List<String> tables) {
    if (!tables.isEmpty()) {
      throw Failures.refusal(
          "%s holds tables that are not of this Alcove (%s): give it a database or a "
              + "schema of its own",
          url.shown(), String.join(", ", tables));
    }
    if (mark.isPresent()) {
      throw Failures.refusal(
          "%s is empty, but %s says that there was a registry: restore a backup; "
              + "only where there is none, write the word new into that file, and begin without"
              + " members",
          url.shown(), data.orElseThrow().resolve(RegistryMark.NAME));
    }
  }
}

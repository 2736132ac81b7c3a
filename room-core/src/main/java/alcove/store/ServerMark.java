package alcove.store;

import alcove.room.model.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mark on a registry on a server that it is none, although its tables are there: a table
 * without rows, whose name says why.
 */
enum ServerMark {
  /** A backup is being restored into it, or that was interrupted. */
  RESTORING("restoring a backup into it was interrupted: restore it again (alcove restore)"),

  /** The room is elsewhere, or on its way; what is here is as it was then. */
  MOVED(
      "it has moved: start it where it is now, or if that was interrupted, repeat the same alcove"
          + " move; to go back to what it was here, without what happened since, DROP TABLE"
          + " alcove_moved");

  private final String why;

  ServerMark(String why) {
    this.why = why;
  }

  /** The name of the table. */
  String table() {
    return "alcove_" + name().toLowerCase(Locale.ROOT);
  }

  /** The names of all such tables. */
  static Set<String> tables() {
    return Stream.of(values()).map(ServerMark::table).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a database has it. */
  boolean isIn(Connection connection) throws SQLException {
    return new Catalog(connection).allTables().contains(table());
  }

  /** Why a database that has it is no room. */
  StorageException refusal(DatabaseUrl url) {
    return Failures.refusal("%s is no room: %s", url.shown(), why);
  }

  /** Fails if a database has any but one that is allowed. */
  static void requireNone(DatabaseUrl url, Connection connection, Set<ServerMark> allowed)
      throws SQLException {
    List<String> tables = new Catalog(connection).allTables();
    for (ServerMark mark : values()) {
      if (tables.contains(mark.table()) && !allowed.contains(mark)) {
        throw mark.refusal(url);
      }
    }
  }

  /**
   * Prepares a database for the rows of a backup, under the lock of its registry: one that is
   * empty, or in which a restoration was interrupted.
   *
   * @throws StorageException if there is anything else in it
   */
  static void announce(DatabaseUrl url, Connection connection) throws SQLException {
    requireFree(url, connection);
    drop(connection, true);
    RESTORING.put(connection);
  }

  /** Refuses one that holds anything but what an interrupted restoration left. */
  static void requireFree(DatabaseUrl url, Connection connection) throws SQLException {
    List<String> tables = new Catalog(connection).allTables();
    if (!tables.isEmpty() && !tables.contains(RESTORING.table())) {
      throw Failures.refusal(
          "%s is not empty (%s): a room comes into a database or a schema of its own",
          url.shown(), tables.size() > 3 ? tables.size() + " tables" : String.join(", ", tables));
    }
  }

  /** Makes the history that of any registry, in the transaction that fills it. */
  static void forgetInHistory(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("DELETE FROM " + Catalog.HISTORY + " WHERE type = 'BASELINE'");
    }
  }

  /** Takes away what a restoration left, if it says that it is such. */
  static void clear(Connection connection) throws SQLException {
    if (RESTORING.isIn(connection)) {
      drop(connection, false);
    }
  }

  /** Only what is ours, and all of it or nothing. */
  private static void drop(Connection connection, boolean kept) throws SQLException {
    Catalog catalog = new Catalog(connection);
    List<String> tables = new ArrayList<>(catalog.parentsFirst());
    tables.retainAll(Migrations.OWN.names(Migrations.OWN.newest()));
    Collections.reverse(tables);
    tables.add(Catalog.HISTORY);
    if (!kept) {
      tables.add(RESTORING.table());
    }
    tables.retainAll(catalog.allTables());
    execute(connection, tables.stream().map("DROP TABLE \"%s\""::formatted).toList());
  }

  /** Puts the mark on, unless it is there. */
  void put(Connection connection) throws SQLException {
    execute(connection, List.of("CREATE TABLE IF NOT EXISTS " + table() + " (nothing BOOLEAN)"));
  }

  /** Takes the mark off: it is a registry from then on. */
  void remove(Connection connection) throws SQLException {
    execute(connection, List.of("DROP TABLE IF EXISTS " + table()));
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }
}

package alcove.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.h2.api.ErrorCode;

/** What a database says about itself. Confined to its connection. */
record Catalog(Connection connection) {
  private static final String HISTORY = "flyway_schema_history";

  /** The names of all tables of its schema but Flyway's own, as the database writes them. */
  List<String> tables() throws SQLException {
    List<String> tables = allTables();
    tables.remove(HISTORY);
    return tables;
  }

  private List<String> allTables() throws SQLException {
    return strings(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA"
            + " AND table_type = 'BASE TABLE' ORDER BY table_name");
  }

  /** The names of all tables and indexes of an H2, in lower case. */
  Set<String> names() throws SQLException {
    Set<String> names = new TreeSet<>();
    tables().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    strings("SELECT index_name FROM information_schema.indexes WHERE table_schema = CURRENT_SCHEMA")
        .forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return names;
  }

  /** Which migrations it has had, in order. */
  List<Migrations.Done> history() throws SQLException {
    List<Migrations.Done> done = new ArrayList<>();
    if (allTables().contains(HISTORY)) {
      try (var statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT \"version\", \"checksum\", \"success\" FROM \""
                      + HISTORY
                      + "\" WHERE \"type\" = 'SQL' ORDER BY \"installed_rank\"")) {
        while (row.next()) {
          done.add(new Migrations.Done(row.getString(1), row.getInt(2), row.getBoolean(3)));
        }
      }
    }
    return done;
  }

  /** How many changes it has had. */
  long changes() throws SQLException {
    return Long.parseLong(strings("SELECT changes FROM change_count").getFirst());
  }

  /**
   * Reads every row, so that what is damaged shows now and not some day. Zeros on the disk are read
   * as null.
   */
  void readAll() throws SQLException {
    for (String table : tables()) {
      try (var statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
        readAll(table, row, row.getMetaData());
      }
    }
  }

  private static void readAll(String table, ResultSet row, ResultSetMetaData columns)
      throws SQLException {
    int count = columns.getColumnCount();
    boolean[] required = new boolean[count + 1];
    for (int i = 1; i <= count; i++) {
      required[i] = columns.isNullable(i) == ResultSetMetaData.columnNoNulls;
    }
    while (row.next()) {
      for (int i = 1; i <= count; i++) {
        if (row.getObject(i) == null && required[i]) {
          throw new SQLException(
              "a row of %s lacks its %s".formatted(table, columns.getColumnName(i)),
              null,
              ErrorCode.FILE_CORRUPTED_1);
        }
      }
    }
  }

  private List<String> strings(String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }
}

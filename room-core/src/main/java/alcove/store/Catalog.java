package alcove.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.h2.api.ErrorCode;

/** The catalog of a database: what it says about itself. Confined to its connection. */
record Catalog(Connection connection) {
  static final String HISTORY = "flyway_schema_history";

  /**
   * The names of all tables of its schema but Flyway's own and marks, as the database writes them.
   */
  List<String> tables() throws SQLException {
    List<String> tables = allTables();
    tables.remove(HISTORY);
    tables.removeAll(ServerMark.tables());
    return tables;
  }

  /** The names of all tables of its schema. */
  List<String> allTables() throws SQLException {
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
                  "SELECT \"version\", \"description\", \"checksum\", \"success\" FROM \""
                      + HISTORY
                      + "\" WHERE \"type\" = 'SQL' ORDER BY \"installed_rank\"")) {
        while (row.next()) {
          done.add(
              new Migrations.Done(
                  row.getString(1), row.getString(2), row.getInt(3), row.getBoolean(4)));
        }
      }
    }
    return done;
  }

  /** Its tables in an order in which each comes behind those that its rows refer to. */
  Set<String> parentsFirst() throws SQLException {
    Set<String> ordered = new LinkedHashSet<>();
    for (String table : tables()) {
      addBehindParents(table, ordered);
    }
    return ordered;
  }

  private void addBehindParents(String table, Set<String> ordered) throws SQLException {
    List<String> parents = new ArrayList<>();
    try (ResultSet key =
        connection.getMetaData().getImportedKeys(null, connection.getSchema(), table)) {
      while (key.next()) {
        parents.add(key.getString("PKTABLE_NAME"));
      }
    }
    for (String parent : parents) {
      if (!parent.equals(table) && !ordered.contains(parent)) {
        addBehindParents(parent, ordered);
      }
    }
    ordered.add(table);
  }

  /** The columns of a table's primary key, in their order in it; none: it has no key. */
  List<String> key(String table) throws SQLException {
    SortedMap<Integer, String> columns = new TreeMap<>();
    try (ResultSet column =
        connection.getMetaData().getPrimaryKeys(null, connection.getSchema(), table)) {
      while (column.next()) {
        columns.put(column.getInt("KEY_SEQ"), column.getString("COLUMN_NAME"));
      }
    }
    return List.copyOf(columns.values());
  }

  /**
   * How much of an H2's file is in use. Reads what H2 has counted, not the file.
   *
   * @param bytes the size of the file
   */
  FileUse use(long bytes) throws SQLException {
    long percent = percent("info.FILL_RATE") * percent("info.CHUNKS_FILL_RATE") / 100;
    return new FileUse(bytes, (int) percent);
  }

  private long percent(String setting) throws SQLException {
    return Long.parseLong(
        strings(
                "SELECT setting_value FROM information_schema.settings WHERE setting_name = '"
                    + setting
                    + "'")
            .getFirst());
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

package alcove.store;

import alcove.room.model.StorageException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The filling of a registry's empty tables with rows, and nothing else: rows that somebody made up
 * cannot run code, as a script of SQL could. Confined to its connection.
 *
 * @param rows what becomes of them
 */
record Load(Connection connection, Rows rows) {
  private static final int AT_ONCE = 1000;

  /** So many go to a server in one packet: the largest row has a MiB. */
  private static final int IN_ONE_GO = 100;

  private static final String COUNT = "change_count";
  private static final long MOST_CHANGES = 1L << 60;

  /** What becomes of rows. */
  enum Rows {
    /** They stay, each as soon as it is there. */
    KEPT_AT_ONCE,
    /** They stay when all are there. */
    KEPT_TOGETHER,
    /** They are tried, some at a time. */
    TRIED
  }

  /** The rows of one table, of whatever origin. */
  interface Supply extends AutoCloseable {
    /** The next one as a JSON object with a member for each column; null: there is none. */
    @Nullable JsonNode next() throws SQLException, IOException;

    @Override
    void close() throws SQLException, IOException;
  }

  /** Where rows come from. */
  interface Source {
    /** The rows of a table, by its name in lower case. */
    Supply open(String table) throws SQLException, IOException;
  }

  /**
   * Fills all tables.
   *
   * @param tables those that there are rows for, which have to be all
   * @throws StorageException if a row is not one of such a registry; says which and why
   */
  void all(Set<String> tables, Source source) throws SQLException, IOException {
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : new Catalog(connection).parentsFirst()) {
      names.put(name.toLowerCase(Locale.ROOT), name);
    }
    if (!names.keySet().equals(tables)) {
      throw Failures.refusal(
          "it has the tables %s, expected %s", new TreeSet<>(tables), names.keySet());
    }
    connection.setAutoCommit(false);
    if (rows == Rows.TRIED) {
      execute("SET REFERENTIAL_INTEGRITY FALSE");
    }
    for (var name : names.entrySet()) {
      try (Supply supply = source.open(name.getKey())) {
        table(name.getKey(), name.getValue(), supply);
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void table(String table, String name, Supply supply) throws SQLException, IOException {
    execute("DELETE FROM \"" + name + "\"");
    if (rows != Rows.KEPT_TOGETHER) {
      connection.commit();
    }
    List<Column> columns = Column.of(connection, name);
    long number = 0;
    try (PreparedStatement insert = connection.prepareStatement(Column.insert(name, columns))) {
      for (JsonNode row = supply.next(); row != null; row = supply.next()) {
        insert(table, row, columns, insert);
        number++;
        if (number % AT_ONCE == 0) {
          end();
        }
        if (rows == Rows.KEPT_TOGETHER && number % IN_ONE_GO == 0) {
          insert.executeBatch();
        }
      }
      if (rows == Rows.KEPT_TOGETHER) {
        insert.executeBatch();
      }
    } catch (BatchUpdateException e) {
      throw new StorageException(
          "one of the last rows up to %s of %s %s".formatted(number, table, why(e)), e);
    } catch (SQLException e) {
      throw new StorageException("row %s of %s %s".formatted(number + 1, table, why(e)), e);
    }
    end();
    if (table.equals(COUNT) && number != 1) {
      throw Failures.refusal("%s has %s rows, expected 1", table, number);
    }
    if (rows != Rows.TRIED) {
      for (Column column : columns) {
        column.countOn(connection, name);
      }
    }
  }

  private void insert(String table, JsonNode row, List<Column> columns, PreparedStatement insert)
      throws SQLException {
    if (!row.isObject() || row.size() != columns.size()) {
      throw new UnfitException("has not its %s columns".formatted(columns.size()));
    }
    if (table.equals(COUNT)
        && (row.path("changes").asLong() < 0 || row.path("changes").asLong() > MOST_CHANGES)) {
      throw new UnfitException("holds an impossible number");
    }
    for (Column column : columns) {
      column.bind(insert, row);
    }
    if (rows == Rows.KEPT_TOGETHER) {
      insert.addBatch();
    } else {
      insert.executeUpdate();
    }
  }

  /** Why a row is none, in words that are not the database's, which would quote it. */
  private static String why(SQLException e) {
    if (e instanceof UnfitException) {
      return String.valueOf(e.getMessage());
    }
    return switch (String.valueOf(e.getSQLState())) {
      case "23505" -> "is there twice";
      case "23506", "23503" -> "refers to a row that is missing";
      case "23502" -> "lacks a value";
      case "23513", "23514" -> "holds a value that is not allowed";
      case "22001" -> "holds a text that is too long";
      case "22003" -> "holds a number that is too large";
      default -> "cannot be kept: " + Failures.reason(e);
    };
  }

  private void end() throws SQLException {
    switch (rows) {
      case KEPT_AT_ONCE -> connection.commit();
      case TRIED -> connection.rollback();
      case KEPT_TOGETHER -> {
        // all() ends it
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What is wrong with a row, said of it: "row 7 of member ...". */
  static final class UnfitException extends SQLException {
    private static final long serialVersionUID = 1;

    UnfitException(String what) {
      super(what);
    }
  }

  /** Has the tables go on counting where those of another database would. */
  void countOnAs(Connection other) throws SQLException {
    try (var statement = other.createStatement();
        ResultSet counter =
            statement.executeQuery(
                "SELECT table_name, column_name, identity_base FROM information_schema.columns"
                    + " WHERE table_schema = CURRENT_SCHEMA AND is_identity = 'YES'")) {
      while (counter.next()) {
        execute(
            "ALTER TABLE \"%s\" ALTER COLUMN \"%s\" RESTART WITH %s"
                .formatted(counter.getString(1), counter.getString(2), counter.getLong(3)));
      }
    }
  }
}

package alcove.store;

import alcove.room.StorageException;
import alcove.room.Tables;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * All rows of a registry as text: for each table a JSON object a line, a member a column.
 * Immutable.
 *
 * <p>Filling a database from it inserts rows and does nothing else, so that one which somebody made
 * up can not run code, as a script of SQL could.
 *
 * @param schema the schema that the rows are of
 * @param tables the rows of each table, by its name in lower case
 */
public record Dump(int schema, Map<String, Table> tables) {
  /**
   * The rows of one table.
   *
   * @param rows how many
   * @param lines a JSON object for each, in UTF-8
   */
  public record Table(int rows, String lines) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the map. */
  public Dump {
    tables = Map.copyOf(tables);
  }

  /**
   * All rows that a transaction sees, for {@code Room.whileNothingChanges}. Blocks.
   *
   * @param tables of a registry in a {@link Database}
   */
  public static Dump of(Tables tables) {
    if (!(tables instanceof SqlTables sql)) {
      throw new IllegalArgumentException("tables of another registry");
    }
    try {
      return of(sql.handle().getConnection());
    } catch (SQLException e) {
      throw new StorageException("cannot read the database: " + Failures.reason(e), e);
    }
  }

  private static Dump of(Connection connection) throws SQLException {
    Catalog catalog = new Catalog(connection);
    Map<String, Table> tables = new TreeMap<>();
    for (String table : catalog.tables()) {
      tables.put(table.toLowerCase(Locale.ROOT), read(connection, table));
    }
    return new Dump(catalog.history().size(), tables);
  }

  private static Table read(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM \"" + table + "\" ORDER BY 1")) {
      List<Column> columns = Column.of(row.getMetaData());
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      int rows = 0;
      while (row.next()) {
        ObjectNode object = JSON.createObjectNode();
        for (Column column : columns) {
          object.set(column.name(), column.read(row));
        }
        lines.writeBytes(object.toString().getBytes(StandardCharsets.UTF_8));
        lines.write('\n');
        rows++;
      }
      return new Table(rows, lines.toString(StandardCharsets.UTF_8));
    }
  }

  /**
   * Makes a new database out of it, of its schema. Blocks.
   *
   * @throws StorageException if it is not a dump of such a registry; then the place is as empty as
   *     it was
   */
  public void fill(DatabaseUrl.H2File place) {
    RegistryFile.of(place, Migrations.OWN).make(schema, this::insert);
  }

  /**
   * Fills a database in memory with it, to see that it can be done, and counts. Blocks.
   *
   * @throws StorageException if it is not a dump of such a registry, or lacks rows
   */
  public void verify() {
    DatabaseUrl.H2Memory place = new DatabaseUrl.H2Memory("verified-" + UUID.randomUUID());
    DataSource source = Drivers.source(place);
    try (Connection connection = source.getConnection()) {
      Migrations.OWN.run(place, source, schema);
      insert(connection);
      Dump filled = of(connection);
      if (!filled.equals(this)) {
        throw new SQLException("its tables have not the rows that they should have");
      }
    } catch (SQLException e) {
      throw new StorageException(Failures.reason(e), e);
    }
  }

  /** The same with no rows in some tables. */
  public Dump without(String... emptied) {
    Map<String, Table> rest = new TreeMap<>(tables);
    for (String name : emptied) {
      rest.replace(name, new Table(0, ""));
    }
    return new Dump(schema, rest);
  }

  /** The newest schema that this program knows. */
  public static int newestSchema() {
    return Migrations.OWN.newest();
  }

  private void insert(Connection connection) throws SQLException {
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : parentsFirst(connection, new Catalog(connection).tables())) {
      names.put(name.toLowerCase(Locale.ROOT), name);
    }
    if (!names.keySet().equals(tables.keySet())) {
      throw new SQLException(
          "it has the tables " + new TreeMap<>(tables).keySet() + ", expected " + names.keySet());
    }
    connection.setAutoCommit(false);
    for (var name : names.entrySet()) {
      Table rows = Objects.requireNonNull(tables.get(name.getKey()));
      insert(connection, name.getValue(), rows.lines());
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void insert(Connection connection, String table, String lines)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("DELETE FROM \"" + table + "\"");
    }
    List<Column> columns = Column.of(connection, table);
    try (PreparedStatement insert = connection.prepareStatement(Column.insert(table, columns))) {
      for (String line : lines.lines().toList()) {
        JsonNode row = parse(table, line, columns.size());
        for (Column column : columns) {
          column.bind(insert, row);
        }
        insert.executeUpdate();
      }
    }
    for (Column column : columns) {
      column.countOn(connection, table);
    }
  }

  private static JsonNode parse(String table, String line, int columns) throws SQLException {
    try {
      JsonNode row = JSON.readTree(line);
      if (!row.isObject() || row.size() != columns) {
        throw new SQLException("a row of " + table + " has not its " + columns + " columns");
      }
      return row;
    } catch (JsonProcessingException e) {
      throw new SQLException("a row of " + table + " is not JSON", e);
    }
  }

  /** Tables in an order in which each comes behind those that its rows refer to. */
  private static Set<String> parentsFirst(Connection connection, List<String> tables)
      throws SQLException {
    Set<String> ordered = new LinkedHashSet<>();
    for (String table : tables) {
      addBehindParents(connection, table, ordered);
    }
    return ordered;
  }

  private static void addBehindParents(Connection connection, String table, Set<String> ordered)
      throws SQLException {
    List<String> parents = new ArrayList<>();
    try (ResultSet key =
        connection.getMetaData().getImportedKeys(null, connection.getSchema(), table)) {
      while (key.next()) {
        parents.add(key.getString("PKTABLE_NAME"));
      }
    }
    for (String parent : parents) {
      if (!parent.equals(table) && !ordered.contains(parent)) {
        addBehindParents(connection, parent, ordered);
      }
    }
    ordered.add(table);
  }
}

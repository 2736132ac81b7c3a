package alcove.ops.backup;

import alcove.store.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/**
 * The databases that tests of backups run on: H2, and PostgreSQL where the environment names one.
 * Each call of a supplier gives an empty one.
 */
public final class EmptyDatabases {
  private static final String VARIABLE = "ALCOVE_TEST_POSTGRES";

  private EmptyDatabases() {}

  /** For {@code @MethodSource}; H2 stands for a file in the data directory. */
  public static Stream<Named<Supplier<DatabaseUrl>>> all() {
    Optional<String> server = Optional.ofNullable(System.getenv(VARIABLE));
    if (server.isEmpty()) {
      System.out.println("Backups are tested on H2 alone: " + VARIABLE + " is not set");
    }
    return Stream.concat(
        Stream.of(Named.of("H2", EmptyDatabases::h2)),
        server.stream().map(jdbc -> Named.of("PostgreSQL", () -> newSchema(jdbc))));
  }

  /** For {@code @MethodSource}: PostgreSQL alone, and nothing where there is none. */
  public static Stream<Named<Supplier<DatabaseUrl>>> servers() {
    return all().skip(1);
  }

  private static DatabaseUrl h2() {
    return new DatabaseUrl.H2Memory("test-" + UUID.randomUUID());
  }

  private static DatabaseUrl newSchema(String jdbc) {
    String schema = "test_" + UUID.randomUUID().toString().replace('-', '_');
    execute(new DatabaseUrl.PostgreSql(jdbc), "CREATE SCHEMA " + schema);
    return new DatabaseUrl.PostgreSql(
        jdbc + (jdbc.contains("?") ? "&" : "?") + "currentSchema=" + schema);
  }

  static void execute(DatabaseUrl url, String statement) {
    try (var connection = DriverManager.getConnection(url.jdbc());
        var each = connection.createStatement()) {
      each.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean hasTable(DatabaseUrl url, String name) throws SQLException {
    try (var connection = DriverManager.getConnection(url.jdbc());
        var tables = connection.getMetaData().getTables(null, connection.getSchema(), name, null)) {
      return tables.next();
    }
  }

  /** Takes the lock of a registry on a server, as another Alcove would, until it is closed. */
  static void lock(Connection connection) {
    try (var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('alcove ' || CURRENT_SCHEMA, 0))");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

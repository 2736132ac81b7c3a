package alcove.store;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The databases that every test of the registry runs on: H2, and PostgreSQL where there is one.
 * Each call of a supplier gives an empty one.
 */
public final class TestDatabases {
  private static final String VARIABLE = "ALCOVE_TEST_POSTGRES";
  private static final @Nullable String POSTGRES = findPostgres();

  private TestDatabases() {}

  /** For {@code @MethodSource}. */
  public static Stream<Named<Supplier<DatabaseUrl>>> all() {
    return Stream.concat(Stream.of(Named.of("H2", TestDatabases::h2)), servers());
  }

  /** For {@code @MethodSource}: PostgreSQL alone, and nothing where there is none. */
  static Stream<Named<Supplier<DatabaseUrl>>> servers() {
    String postgres = POSTGRES;
    return postgres == null
        ? Stream.of()
        : Stream.of(Named.of("PostgreSQL", () -> newSchema(postgres)));
  }

  /** An empty H2 in memory. */
  public static DatabaseUrl h2() {
    return new DatabaseUrl.H2Memory("test-" + UUID.randomUUID());
  }

  private static DatabaseUrl newSchema(String jdbc) {
    String schema = "test_" + UUID.randomUUID().toString().replace('-', '_');
    try (var connection = DriverManager.getConnection(jdbc);
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    String separator = jdbc.contains("?") ? "&" : "?";
    return new DatabaseUrl.PostgreSql(jdbc + separator + "currentSchema=" + schema);
  }

  /** The same registry for another user of its server. */
  static DatabaseUrl as(DatabaseUrl url, String role, String password) {
    String others = url.jdbc().replaceAll("(user|password)=[^&]*&?", "");
    return new DatabaseUrl.PostgreSql(others + "&user=" + role + "&password=" + password);
  }

  /** The server that the environment names; else one in a container, where there is an engine. */
  private static @Nullable String findPostgres() {
    String named = System.getenv(VARIABLE);
    if (named != null) {
      return named;
    }
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return startContainer();
    }
    System.out.println(
        "The registry is tested on H2 alone: "
            + List.of(VARIABLE + " is not set", "no container engine was found"));
    return null;
  }

  /** Its container ends with the JVM. */
  @SuppressWarnings("resource")
  private static String startContainer() {
    PostgreSQLContainer container = new PostgreSQLContainer("postgres:17-alpine");
    container.start();
    return container.getJdbcUrl()
        + "&user=%s&password=%s".formatted(container.getUsername(), container.getPassword());
  }
}

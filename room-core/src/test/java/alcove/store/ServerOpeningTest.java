package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.room.model.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** From a server to an open registry. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.store.TestDatabases#servers")
class ServerOpeningTest {
  private final DatabaseUrl url;

  @TempDir Path data;

  ServerOpeningTest(Supplier<DatabaseUrl> servers) {
    url = servers.get();
  }

  private Database open() {
    return Database.open(url, data);
  }

  private void assertRefused(String words) {
    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(words)
        .message()
        .hasLineCount(1);
  }

  private void execute(String... statements) throws SQLException {
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static void put(Database database, String value) throws Exception {
    database.write(
        tables -> {
          tables.settings().put("name", value);
          return value;
        });
  }

  private static Optional<String> name(Database database) {
    return database.read(tables -> Optional.ofNullable(tables.settings().all().get("name")));
  }

  @Test
  void registry_openedAgain_isTheSame_andTheDirectoryRemembersIt() throws Exception {
    try (Database database = open()) {
      put(database, "first");
    }
    try (Database database = open()) {
      assertThat(name(database)).contains("first");
    }
    assertThat(RegistryPlace.isIn(data)).isTrue();
    assertThatThrownBy(() -> Database.open(DatabaseUrl.in(data), data))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("this room's registry is on PostgreSQL")
        .hasMessageContaining("--jdbc-url");
    assertThat(DatabaseUrl.in(data).file()).doesNotExist();
  }

  @Test
  void registry_thatIsInTheDirectory_isNotBegunOnTheServer() throws Exception {
    Database.open(DatabaseUrl.in(data)).close();

    assertRefused("this room's registry is in its data directory");

    assertThat(new Catalog(Drivers.source(url).getConnection()).tables()).isEmpty();
  }

  @Test
  void registry_vanished_isRefusedUntilTheOperatorWantsAnEmptyOne() throws Exception {
    try (Database database = open()) {
      put(database, "first");
    }
    for (String table : tables()) {
      execute("DROP TABLE \"" + table + "\" CASCADE");
    }
    execute("DROP TABLE flyway_schema_history");

    assertRefused("is empty, but " + data.resolve("registry") + " says that there was a registry");
    assertThat(tables()).isEmpty();
    Files.delete(data.resolve("registry"));

    try (Database database = open()) {
      assertThat(name(database)).isEmpty();
    }
  }

  private List<String> tables() throws SQLException {
    try (var connection = Drivers.source(url).getConnection()) {
      return new Catalog(connection).tables();
    }
  }

  @Test
  void registry_openInAnotherAlcove_isRefused() throws Exception {
    try (Database database = open()) {
      assertRefused("PostgreSQL database is in use by another Alcove: end that one first");
      assertThat(database.isUsable()).isTrue();
    }
    open().close();
  }

  @Test
  void connections_brokenByTheServer_areMadeAnew() throws Exception {
    String name = "test-" + UUID.randomUUID();
    var named = new DatabaseUrl.PostgreSql(url.jdbc() + "&ApplicationName=" + name);
    try (Database database = Database.open(named, data)) {
      put(database, "kept");
      execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '%s'"
              .formatted(name));

      await()
          .untilAsserted(
              () -> {
                database.look();
                assertThat(database.trouble()).isEmpty();
                assertThat(name(database)).contains("kept");
              });

      assertRefused("is in use by another Alcove");
    }
  }

  @Test
  void tables_thatTheUserMayNotRead_areNotTakenForMissing() throws Exception {
    try (Database database = open()) {
      put(database, "kept");
    }
    String role = "mate_" + UUID.randomUUID().toString().replace('-', '_');
    String schema = url.jdbc().replaceAll(".*currentSchema=", "");
    execute(
        "CREATE ROLE " + role + " LOGIN PASSWORD 'mate'",
        "GRANT USAGE ON SCHEMA " + schema + " TO " + role);
    DatabaseUrl mates = TestDatabases.as(url, role, "mate");
    try {
      assertThatThrownBy(() -> Database.open(mates, data))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("holds tables that its user may not read and write (alias,")
          .hasMessageContaining("GRANT");
      execute("REVOKE USAGE ON SCHEMA " + schema + " FROM " + role);
      assertThatThrownBy(() -> Database.open(mates, data))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("has no schema that its user may use");
    } finally {
      execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }

  @Test
  void foreignTables_areLeftAlone() throws Exception {
    execute("CREATE TABLE shoes (size INTEGER)");

    assertRefused("holds tables that are not of this Alcove (shoes)");

    assertThat(tables()).containsExactly("shoes");
  }

  @Test
  void olderSchema_isBroughtForward_andNewerIsRefused() throws Exception {
    try (Database database = open()) {
      put(database, "old");
    }

    try (Database database = Database.open(url, Optional.of(data), OpeningTest.LATER)) {
      assertThat(name(database)).contains("old");
    }

    assertRefused(
        "has schema %s, but this Alcove knows schema %s at most"
            .formatted(OpeningTest.NEWEST + 1, OpeningTest.NEWEST));
  }

  @Test
  void migrationThatFails_leavesTheRegistryAsItWas() throws Exception {
    try (Database database = open()) {
      put(database, "old");
    }

    assertThatThrownBy(() -> Database.open(url, Optional.of(data), OpeningTest.FAILING))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot be brought to schema " + (OpeningTest.NEWEST + 1));

    try (Database database = open()) {
      assertThat(name(database)).contains("old");
    }
  }

  @Test
  void migration_killedHalfWay_isDoneAtTheNextStart() throws Exception {
    try (Database database = open()) {
      put(database, "old");
    }
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(5)");
      try (var _ = ChildJvm.start(Waiting.class, url.jdbc(), data)) {
        await().until(() -> isOneWaiting(statement));
      }
    }

    await()
        .untilAsserted(
            () -> {
              try (Database database = Database.open(url, Optional.of(data), OpeningTest.LATER)) {
                assertThat(name(database)).contains("old");
              }
            });
    assertThat(tables()).doesNotContain("shoe");
  }

  private static boolean isOneWaiting(Statement statement) throws SQLException {
    try (var row =
        statement.executeQuery(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 5"
                + " AND NOT granted AND database ="
                + " (SELECT oid FROM pg_database WHERE datname = current_database())")) {
      return row.next() && row.getInt(1) == 1;
    }
  }

  /** A start that comes to the middle of a migration. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] arguments) {
      Database.open(
              new DatabaseUrl.PostgreSql(arguments[0]),
              Optional.of(Path.of(arguments[1])),
              OpeningTest.WAITING)
          .close();
    }
  }

  @Test
  void serverThatOnlyLetsRead_isRefused() throws Exception {
    open().close();
    var readOnly =
        new DatabaseUrl.PostgreSql(url.jdbc() + "&options=-c%20default_transaction_read_only=on");

    assertThatThrownBy(() -> Database.open(readOnly, data))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("PostgreSQL database cannot be used")
        .hasMessageContaining("read-only transaction");
  }
}

package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.room.model.StorageException;
import alcove.store.sql.SqlTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is noticed of a registry while nobody writes. */
class LookingTest {
  private final AtomicLong nanoTime = new AtomicLong();

  @TempDir Path data;

  private Database open(DatabaseUrl url) {
    return Database.open(
        url, Optional.of(data), Migrations.OWN, Database.Lock.EXCLUSIVE, nanoTime::get);
  }

  private Database openFile() throws Exception {
    Files.writeString(data.resolve("secret"), "a secret");
    return open(DatabaseUrl.in(data));
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  private static void put(Database database, String name) throws Exception {
    database.write(
        tables -> {
          tables.settings().put(name, "x");
          return name;
        });
  }

  @Test
  void looks_leaveTheFileAsLargeAsItIs() throws Exception {
    try (Database database = openFile()) {
      long size = Files.size(DatabaseUrl.in(data).file());
      for (int i = 0; i < 50; i++) {
        pass(Duration.ofMinutes(1));
        for (int look = 0; look < 100; look++) {
          database.look();
        }
      }
      assertThat(DatabaseUrl.in(data).file()).hasSize(size);
      assertThat(data.resolve("probe")).as("something was written").isEmptyFile();
    }
    assertThat(data.resolve("probe")).doesNotExist();
  }

  @Test
  void diskThatTakesNothing_isNoticedWithinAMinute_andWhenItDoesAgain() throws Exception {
    try (Database database = openFile()) {
      Files.createDirectory(data.resolve("probe"));
      database.look();
      assertThat(database.trouble()).isEmpty();
      pass(Duration.ofMinutes(1));
      database.look();
      assertThat(database.trouble()).get().asString().contains("room.mv.db cannot be written");

      Files.delete(data.resolve("probe"));
      pass(Duration.ofSeconds(2));
      database.look();

      assertThat(database.trouble()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"room.mv.db", "registry", "secret"})
  void file_thatVanishes_stopsWrites_untilItIsBack(String name) throws Exception {
    Path file = data.resolve(name);
    Path elsewhere = data.resolveSibling(data.getFileName() + "-" + name);
    try (Database database = openFile()) {
      put(database, "before");
      Files.move(file, elsewhere);
      database.look();

      assertThat(database.trouble()).get().asString().contains(file + " is gone");
      assertThatThrownBy(() -> put(database, "lost"))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(file + " is gone");

      Files.move(elsewhere, file);
      database.look();
      assertThat(database.trouble()).isEmpty();
      put(database, "after");
    }
    try (Database database = Database.open(DatabaseUrl.in(data))) {
      assertThat(
              database.<List<String>>read(tables -> List.copyOf(tables.settings().all().keySet())))
          .containsExactlyInAnyOrder("before", "after");
    }
  }

  @Test
  void file_inWhosePlaceAnotherIs_stopsWrites() throws Exception {
    Path file = DatabaseUrl.in(data).file();
    Path copy = data.resolve("copy");
    try (Database database = openFile()) {
      Files.copy(file, copy);
      Files.delete(file);
      Files.move(copy, file);

      assertThatThrownBy(() -> put(database, "lost")).hasMessageContaining("was replaced");
    }
  }

  @Test
  void directory_thatVanishes_stopsWrites() throws Exception {
    Path elsewhere = data.resolveSibling(data.getFileName() + "-moved");
    try (Database database = openFile()) {
      Files.move(data, elsewhere);
      assertThatThrownBy(() -> put(database, "lost")).hasMessageContaining(data + " is gone");
      Files.move(elsewhere, data);
      put(database, "after");
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#servers")
  void server_thatLetsOnlyRead_isNoticedWithinAMinute_andWhenItDoesAgain(
      Supplier<DatabaseUrl> servers) throws Exception {
    DatabaseUrl url = servers.get();
    String role = "reader_" + UUID.randomUUID().toString().replace('-', '_');
    execute(url, "CREATE ROLE " + role + " SUPERUSER LOGIN PASSWORD 'mate'");
    try (Database database = open(TestDatabases.as(url, role, "mate"))) {
      letOnlyRead(url, role, "on");
      pass(Duration.ofMinutes(1));
      lookUntil(database, Optional.of("cannot execute SELECT FOR UPDATE in a read-only"));

      letOnlyRead(url, role, "off");
      lookUntil(database, Optional.empty());
      put(database, "after");
    } finally {
      execute(url, "DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }

  /** What a server lets do is settled when a connection begins. */
  private static void letOnlyRead(DatabaseUrl url, String role, String onOrOff) throws Exception {
    execute(
        url,
        "ALTER ROLE %s SET default_transaction_read_only = %s".formatted(role, onOrOff),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s'"
            .formatted(role));
  }

  private void lookUntil(Database database, Optional<String> trouble) {
    await()
        .untilAsserted(
            () -> {
              pass(Duration.ofSeconds(2));
              database.look();
              assertThat(database.trouble().isPresent()).isEqualTo(trouble.isPresent());
              assertThat(database.trouble().orElse("")).contains(trouble.orElse(""));
            });
  }

  private static void execute(DatabaseUrl url, String... statements) throws Exception {
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void readingOfAll_hasNoLimit_andOthersHaveItAsBefore(Supplier<DatabaseUrl> databases) {
    DatabaseUrl url = databases.get();
    String query =
        url.isH2()
            ? "SELECT setting_value FROM information_schema.settings"
                + " WHERE setting_name = 'QUERY_TIMEOUT'"
            : "SHOW statement_timeout";
    try (Database database = Database.open(url)) {
      for (int i = 0; i < 8; i++) {
        assertThat(database.<String>readAll(tables -> limit((SqlTables) tables, query)))
            .isEqualTo("0");
        assertThat(database.<String>read(tables -> limit((SqlTables) tables, query)))
            .isIn("10000", "10s");
      }
    }
  }

  private static String limit(SqlTables tables, String query) {
    return tables.handle().createQuery(query).mapTo(String.class).one();
  }
}

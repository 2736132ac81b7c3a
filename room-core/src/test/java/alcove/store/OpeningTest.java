package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.room.model.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a data directory to an open registry, when nothing is broken. */
class OpeningTest {
  static final int NEWEST = Migrations.OWN.newest();
  static final Migrations LATER = later("later", "shoe_size");
  static final Migrations FAILING = later("failing", "half");
  static final Migrations HALTING = later("halting", "halt");
  static final Migrations WAITING = later("waiting", "wait");

  @TempDir Path data;

  private static Migrations later(String folder, String name) {
    String path = "alcove/store/%s/V%s__%s.sql".formatted(folder, NEWEST + 1, name);
    return new Migrations(Stream.concat(Migrations.OWN.paths().stream(), Stream.of(path)).toList());
  }

  private DatabaseUrl.H2File url() {
    return DatabaseUrl.in(data);
  }

  private Database open() {
    return Database.open(url());
  }

  private Database open(Migrations migrations) {
    return Database.open(url(), Optional.empty(), migrations);
  }

  private static void put(Database database, String value) throws Exception {
    database.write(
        tables -> {
          tables.settings().put("name", value);
          return value;
        });
  }

  private static String name(Database database) {
    return database.read(tables -> tables.settings().all().getOrDefault("name", "none"));
  }

  @Test
  void directory_withNothingButAnIdentity_getsAnEmptyRegistryForItsOwnerAlone() throws Exception {
    Files.writeString(data.resolve("secret"), "not read here");

    open().close();

    assertThat(names()).containsExactly("registry", "room.mv.db", "secret");
    for (String name : new String[] {"registry", "room.mv.db"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void registry_openedAgain_isTheSame() throws Exception {
    try (Database database = open()) {
      put(database, "first");
    }
    try (Database database = open()) {
      assertThat(name(database)).isEqualTo("first");
    }
  }

  @Test
  void firstStart_endedHalfWay_beginsAnew() throws Exception {
    try (ChildJvm child = ChildJvm.start(HalfMade.class, data)) {
      assertThat(child.end()).as(child.output()).isEqualTo(9);
    }
    assertThat(names()).containsExactly("room-new.mv.db");

    try (Database database = open()) {
      put(database, "kept");
    }

    assertThat(names()).containsExactly("registry", "room.mv.db");
  }

  /** A first start that ends in the middle of the schema. */
  static final class HalfMade {
    private HalfMade() {}

    public static void main(String[] arguments) throws Exception {
      var draft = new DatabaseUrl.H2File(Path.of(arguments[0]).resolve("room-new"));
      try (var connection = Drivers.source(draft.creating()).getConnection();
          var statement = connection.createStatement()) {
        statement.execute("CREATE TABLE member (id VARCHAR(53) PRIMARY KEY)");
        Runtime.getRuntime().halt(9);
      }
    }
  }

  @Test
  void olderSchema_isBroughtForward_andACopyIsKept() throws Exception {
    try (Database database = open()) {
      put(database, "old");
    }

    try (Database database = open(LATER)) {
      assertThat(name(database)).isEqualTo("old");
      put(database, "new");
    }

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("backups"))))
        .isEqualTo("rwx------");
    Path copy = onlyBackup();
    assertThat(copy.getFileName().toString())
        .matches("room-schema-" + NEWEST + "-\\d{8}T\\d{6}Z\\.mv\\.db");
    assertThat(names()).containsExactly("backups", "registry", "room.mv.db");
    try (Database database = open(LATER)) {
      assertThat(name(database)).isEqualTo("new");
    }
    Path elsewhere = Files.createDirectory(data.resolve("elsewhere"));
    Files.copy(copy, DatabaseUrl.in(elsewhere).file());
    try (Database database = Database.open(DatabaseUrl.in(elsewhere))) {
      assertThat(name(database)).isEqualTo("old");
    }
  }

  @Test
  void migrationThatFails_leavesTheRegistryAsItWas_andOneCopy() throws Exception {
    try (Database database = open()) {
      put(database, "old");
    }
    byte[] before = Files.readAllBytes(url().file());

    for (int start = 1; start <= 2; start++) {
      assertThatThrownBy(() -> open(FAILING))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("cannot be brought to schema " + (NEWEST + 1))
          .hasMessageContaining("it is as it was, and a copy of it is " + onlyBackup())
          .message()
          .hasLineCount(1);
    }

    assertThat(url().file()).hasBinaryContent(before);
    assertThat(onlyBackup()).hasBinaryContent(before);
    assertThat(names()).containsExactly("backups", "registry", "room.mv.db");
    try (Database database = open()) {
      assertThat(name(database)).isEqualTo("old");
    }
  }

  @Test
  void migration_killedHalfWay_isDoneAtTheNextStart() throws Exception {
    try (Database database = open()) {
      put(database, "old");
    }
    byte[] before = Files.readAllBytes(url().file());

    for (int start = 1; start <= 2; start++) {
      try (ChildJvm child = ChildJvm.start(Halting.class, data)) {
        assertThat(child.end()).as(child.output()).isEqualTo(9);
      }
      assertThat(names()).containsExactly("backups", "registry", "room-new.mv.db", "room.mv.db");
      assertThat(url().file()).hasBinaryContent(before);
    }

    try (Database database = open(LATER)) {
      assertThat(name(database)).isEqualTo("old");
    }
    assertThat(names()).containsExactly("backups", "registry", "room.mv.db");
    assertThat(onlyBackup()).hasBinaryContent(before);
  }

  /** A start that ends in the middle of a migration. */
  public static final class Halting {
    private Halting() {}

    public static void main(String[] arguments) {
      Database.open(DatabaseUrl.in(Path.of(arguments[0])), Optional.empty(), HALTING).close();
    }

    /** Called by the migration. */
    public static void halt() {
      Runtime.getRuntime().halt(9);
    }
  }

  @Test
  void newerSchema_isRefused_andNotTouched() throws Exception {
    open(LATER).close();
    byte[] before = Files.readAllBytes(url().file());

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "%s has schema %d, but this Alcove knows schema %d at most: a newer one made it; run"
                + " that one, or restore a backup made before it",
            url().shown(), NEWEST + 1, NEWEST);

    assertThat(url().file()).hasBinaryContent(before);
  }

  @Test
  void migrationOfAnotherContent_isRefused() throws Exception {
    open().close();
    execute("UPDATE \"flyway_schema_history\" SET \"checksum\" = 1 WHERE \"version\" = '1'");

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "%s came to schema 1 in another way than this Alcove would take: run the Alcove that"
                + " made it",
            url().shown());
  }

  @Test
  void migrationThatFailedHalfWay_isRefused() throws Exception {
    open().close();
    execute("UPDATE \"flyway_schema_history\" SET \"success\" = FALSE WHERE \"version\" = '1'");

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("a change to schema 1 failed half-way");
  }

  @Test
  void foreignDatabase_isRefused() throws Exception {
    try (var connection = Drivers.source(url().creating()).getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE shoes (size INTEGER)");
    }

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("there is no registry in it");
  }

  @Test
  void ownMigrations_areAllThatLieAmongTheResources() throws Exception {
    Path folder =
        Path.of(Migrations.class.getResource("/alcove/store/migrations/V1__registry.sql").toURI());
    try (Stream<Path> files = Files.list(folder.getParent())) {
      assertThat(files.map(file -> "alcove/store/migrations/" + file.getFileName()))
          .containsExactlyInAnyOrderElementsOf(Migrations.OWN.paths());
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection = Drivers.source(url()).getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Path onlyBackup() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("backups"))) {
      return files
          .reduce(
              (one, other) -> {
                throw new AssertionError(one + ", " + other);
              })
          .orElseThrow();
    }
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }
}

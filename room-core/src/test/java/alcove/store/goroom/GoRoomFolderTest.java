package alcove.store.goroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedKeyPair;
import alcove.room.model.Member;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoRoomFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir private Path directory;
  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedKeyPair alice = FeedKeyPair.create(crypto);
  private GoRoomFixture room;

  GoRoomFolderTest() throws Exception {}

  @BeforeEach
  void createRoom() throws Exception {
    room = GoRoomFixture.in(directory.resolve("room"), crypto);
    room.member(3, alice);
  }

  @AfterEach
  void closeRoom() throws Exception {
    room.close();
  }

  private ImportPlan plan(Path folder) throws GoRoomException {
    return GoRoomFolder.of(folder).plan(crypto, NOW);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> plan(room.folder()))
        .isInstanceOf(GoRoomException.class)
        .hasMessage(message.replace("DB", room.database().toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "what?mode=rw", "a%20b", "a#b", "ümläut", "a'b;c"})
  void plan_folderOfAnyName_isReadAndLeftAsItWas(String name) throws Exception {
    try (var other = GoRoomFixture.in(directory.resolve(name), crypto)) {
      other.member(1, alice);
      var before = contents(other.folder());

      var plan = plan(other.folder());

      assertThat(plan.contents().members()).extracting(Member::id).containsExactly(alice.id());
      assertThat(contents(other.folder())).isEqualTo(before);
    }
  }

  @Test
  void of_anythingElse_isRefused() throws Exception {
    var missing = directory.resolve("missing");
    assertThatThrownBy(() -> GoRoomFolder.of(missing))
        .isInstanceOf(GoRoomException.class)
        .hasMessage(missing + " is not a directory");
    var empty = Files.createDirectory(directory.resolve("empty"));
    assertThatThrownBy(() -> GoRoomFolder.of(empty)).hasMessageContaining("has no file secret");
    Files.delete(room.database());
    assertThatThrownBy(() -> GoRoomFolder.of(room.folder()))
        .hasMessageContaining("has no file roomdb");
  }

  @Test
  void plan_brokenSecret_isRefusedWithoutQuotingIt() throws Exception {
    Files.writeString(room.folder().resolve("secret"), "{\"private\": \"top secret\"");
    assertThatThrownBy(() -> plan(room.folder()))
        .isInstanceOf(GoRoomException.class)
        .hasMessage("secret file %s is not valid JSON (line 1)", room.folder().resolve("secret"));
  }

  @Test
  void plan_fileThatIsNoDatabase_isRefused() throws Exception {
    Files.write(room.database(), new byte[0]);
    assertRefused("DB is empty");
    Files.writeString(room.database(), "SQLite format 3");
    assertRefused("DB is not a SQLite database");
    Files.write(room.database(), new byte[8192]);
    assertRefused("DB is not a SQLite database");
  }

  @Test
  void plan_truncatedDatabase_isRefused() throws Exception {
    room.close();
    try (var file = new RandomAccessFile(room.database().toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    assertThatThrownBy(() -> plan(room.folder()))
        .isInstanceOf(GoRoomException.class)
        .hasMessageStartingWith(room.database() + " is damaged (")
        .hasMessageEndingWith("): repair a copy of it first, sqlite3's .recover may help");
  }

  @Test
  void plan_overwrittenPage_isRefused() throws Exception {
    room.close();
    byte[] bytes = Files.readAllBytes(room.database());
    Arrays.fill(bytes, 4096, 8192, (byte) 0xaa);
    Files.write(room.database(), bytes);
    assertThatThrownBy(() -> plan(room.folder()))
        .isInstanceOf(GoRoomException.class)
        .hasMessageStartingWith(room.database() + " is damaged (");
  }

  @ParameterizedTest
  @CsvSource({
    "DROP TABLE members, table members",
    "DROP TABLE aliases, table aliases",
    "DROP TABLE invites, table invites",
    "DROP TABLE denied_keys, table denied_keys",
    "DROP TABLE pin_notices, table pin_notices",
    "DROP TABLE config, table config",
    "ALTER TABLE members RENAME COLUMN pub_key TO feed, column members.pub_key"
  })
  void plan_schemaWithoutWhatItsMigrationsBrought_isRefused(String change, String missing)
      throws Exception {
    room.execute(change);
    assertRefused("DB has no " + missing + ": is it the database of a go-ssb-room of version 2?");
  }

  @Test
  void plan_databaseOfAnotherProgram_isRefused() throws Exception {
    for (var table : GoRoomSchema.Table.values()) {
      room.execute("DROP TABLE " + table.name());
    }
    room.execute("DROP TABLE gorp_migrations");
    assertRefused("DB has no table members: is it the database of a go-ssb-room of version 2?");
  }

  @Test
  void plan_unknownMigration_isTakenIfAllThatIsReadIsThere() throws Exception {
    room.execute("INSERT INTO gorp_migrations (id) VALUES ('05-more.sql')");
    room.execute("ALTER TABLE members ADD COLUMN nick TEXT");
    assertThat(plan(room.folder()).report().notes())
        .contains(
            room.database()
                + " was changed by a go-ssb-room newer than this importer (05-more.sql): what that"
                + " added is left");
  }

  @Test
  void plan_unknownMigrationThatTookSomethingAway_isRefused() throws Exception {
    room.execute("INSERT INTO gorp_migrations (id) VALUES ('05-less.sql')");
    room.execute("DROP TABLE SIWSSB_sessions");
    assertRefused(
        "DB has no table siwssb_sessions: it was changed by a go-ssb-room that is not known here"
            + " (05-less.sql)");
  }

  @Test
  void plan_noListOfMigrations_readsTheTablesThatAreThere() throws Exception {
    room.execute("DROP TABLE gorp_migrations");
    room.execute("DROP TABLE config");
    assertThat(plan(room.folder()).contents().members()).hasSize(1);
  }

  @Test
  void plan_onlyTheColumnsThatAreListed_isEnough() throws Exception {
    for (var table : GoRoomSchema.Table.values()) {
      room.execute("DROP TABLE " + table.name());
      room.execute(
          "CREATE TABLE %s (%s)".formatted(table.name(), String.join(", ", table.columns())));
    }
    room.member(3, alice);
    assertThat(plan(room.folder()).contents().members()).hasSize(1);
  }

  @Test
  void plan_nullWhereTheSchemaForbidsIt_readsAsEmptyOrZero() throws Exception {
    for (var table : GoRoomSchema.Table.values()) {
      room.execute("DROP TABLE " + table.name());
      room.execute(
          "CREATE TABLE %s (%s)".formatted(table.name(), String.join(", ", table.columns())));
      room.execute("INSERT INTO %s DEFAULT VALUES".formatted(table.name()));
    }
    room.execute("UPDATE config SET id = 0");
    room.execute("UPDATE invites SET active = 1");

    var report = plan(room.folder()).report();

    assertThat(report.changed())
        .extracting(ImportReport.Finding::name)
        .containsExactly("privacy mode 0", "language \"\"");
    assertThat(report.left())
        .extracting(ImportReport.Finding::name)
        .containsExactly("", "", "", "number 0", "number 0", "number 0, \"\" in ");
  }

  @Test
  void plan_changeUnderWay_readsWhatWasBefore() throws Exception {
    room.connection().setAutoCommit(false);
    room.execute("DELETE FROM members");
    assertThat(plan(room.folder()).contents().members()).hasSize(1);
    room.connection().rollback();
  }

  @Test
  void plan_programDiedInAChange_undoesItInACopy() throws Exception {
    var died = dieWhileDeleting();
    assertThat(died.resolve("roomdb-journal")).isNotEmptyFile();
    var before = contents(died);

    var plan = plan(died);

    assertThat(plan.contents().members()).extracting(Member::id).containsExactly(alice.id());
    assertThat(plan.report().notes()).anyMatch(note -> note.contains("undone, in a copy"));
    assertThat(contents(died)).isEqualTo(before);
  }

  /** A copy of the folder at a moment when a change was half written to the database. */
  private Path dieWhileDeleting() throws Exception {
    for (int i = 0; i < 50; i++) {
      room.execute("INSERT INTO denied_keys (pub_key, comment) VALUES (?, ?)", i, "x".repeat(4000));
    }
    room.connection().setAutoCommit(false);
    room.execute("PRAGMA cache_size = 1");
    room.execute("DELETE FROM members");
    room.execute("UPDATE denied_keys SET comment = comment || 'more'");
    var copy = copy();
    room.connection().rollback();
    return copy;
  }

  @Test
  void plan_writeAheadLog_isReadInACopy() throws Exception {
    room.execute("PRAGMA journal_mode = WAL");
    room.member(1, FeedKeyPair.create(crypto));
    var before = contents(room.folder());

    var plan = plan(room.folder());

    assertThat(plan.contents().members()).hasSize(2);
    assertThat(contents(room.folder())).isEqualTo(before);
  }

  @Test
  void privateCopy_closed_isGone() throws Exception {
    var copy = SqliteSnapshot.PrivateCopy.of(room.database());
    assertThat(copy.file()).hasSameBinaryContentAs(room.database());
    copy.close();
    assertThat(copy.file().getParent()).doesNotExist();
  }

  private Path copy() throws IOException {
    var copy = Files.createDirectory(directory.resolve("copy"));
    try (var files = Files.list(room.folder())) {
      for (var file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  /** Every file with its bytes, length and time. */
  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        contents.put(
            file.getFileName().toString(),
            Files.getLastModifiedTime(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}

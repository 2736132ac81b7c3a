package alcove.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.health.BackupState;
import alcove.identity.FeedKeyPair;
import alcove.identity.SecretFile;
import alcove.ops.terminal.CommandException;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A room that makes backups by itself, day after day. */
class DailyBackupsTest {
  private static final Instant START = Instant.parse("2026-01-01T03:00:00Z");
  private static final BackupTimes TIMES = new BackupTimes(LocalTime.of(3, 0), ZoneOffset.UTC);

  @TempDir private Path scratch;

  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedKeyPair identity = FeedKeyPair.create(crypto);
  private Path data = Path.of("");
  private Path folder = Path.of("");
  private Instant now = START;
  private long nanos;
  private final List<AutoCloseable> opened = new ArrayList<>();

  DailyBackupsTest() throws CryptoUnavailableException {}

  @BeforeEach
  void prepare() throws Exception {
    data = Files.createDirectory(scratch.resolve("data"));
    folder = Files.createDirectory(scratch.resolve("folder"));
    SecretFile.write(data.resolve("secret"), identity);
    Files.writeString(data.resolve("registry"), "new\n");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private Database database(DatabaseUrl url) {
    Database database = Database.open(url, data, identity.id());
    opened.add(database);
    return database;
  }

  private DailyBackups backups(Optional<String> recipient, Optional<String> command) {
    return backups(database(DatabaseUrl.in(data)), recipient, command);
  }

  private DailyBackups backups(
      Database database, Optional<String> recipient, Optional<String> command) {
    DailyBackups backups =
        new DailyBackups(
            Optional.of(new BackupPlan(folder, TIMES, recipient, command)),
            identity.id(),
            database,
            data,
            "1.0",
            () -> now,
            () -> nanos);
    opened.add(backups);
    return backups;
  }

  private DailyBackups plain() {
    return backups(Optional.empty(), Optional.empty());
  }

  /** Looks each hour whether there is one to make. */
  private void live(DailyBackups backups, int days) {
    for (int hour = 0; hour < days * 24; hour++) {
      backups.runIfDue();
      pass(Duration.ofHours(1));
    }
  }

  private void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new TreeSet<>(files.map(file -> String.valueOf(file.getFileName())).toList());
    }
  }

  private Set<String> days() throws IOException {
    Set<String> days = new TreeSet<>();
    for (String name : names()) {
      days.add(name.substring(name.length() - 23, name.length() - 15));
    }
    return days;
  }

  private BackupState.Standing standing(DailyBackups backups) {
    return backups.state().standing(now);
  }

  @ParameterizedTest
  @MethodSource("alcove.ops.backup.EmptyDatabases#all")
  void backup_isWholeAndForItsOwnerAlone(Supplier<DatabaseUrl> empty) throws Exception {
    DatabaseUrl url = empty.get();
    DailyBackups backups =
        backups(
            database(url.isH2() ? DatabaseUrl.in(data) : url), Optional.empty(), Optional.empty());
    assertThat(standing(backups)).isEqualTo(BackupState.Standing.WAITING);

    backups.runIfDue();

    assertThat(standing(backups)).isEqualTo(BackupState.Standing.FRESH);
    assertThat(names()).hasSize(1);
    Path file = folder.resolve(names().iterator().next());
    assertThat(Backup.read(file).room()).isEqualTo(identity.id());
    assertThat(Backup.read(file).secret()).isPresent();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(BackupRecord.in(data).state()).isEqualTo(backups.state());
    assertThat(data.resolve("backup.draft")).doesNotExist();
  }

  @Test
  void yearOfBackups_leavesSevenDays_fourWeeks_andSixMonths() throws Exception {
    DailyBackups backups = plain();

    live(backups, 200);

    assertThat(days())
        .containsExactly(
            "20260228",
            "20260331",
            "20260430",
            "20260531",
            "20260628",
            "20260630",
            "20260705",
            "20260712",
            "20260713",
            "20260714",
            "20260715",
            "20260716",
            "20260717",
            "20260718",
            "20260719");
    assertThat(BackupRecord.in(data).files()).hasSize(names().size());
  }

  @Test
  void retention_leavesAloneWhatItDidNotMake() throws Exception {
    DailyBackups backups = plain();
    backups.runIfDue();
    Path own = folder.resolve(names().iterator().next());
    String name = String.valueOf(own.getFileName());
    // by name ours, by what is in them not; and the other way round
    Path text = folder.resolve(name.replace("20260101", "20200101"));
    Files.writeString(text, "something else");
    Path copy = folder.resolve(name.replace("20260101", "20200102"));
    Files.copy(own, copy);
    Path renamed = Files.copy(own, folder.resolve("kept-for-ever.backup"));
    Path link = folder.resolve(name.replace("20260101", "20200103"));
    Files.createSymbolicLink(link, own);
    Path folderOfThatName = folder.resolve(name.replace("20260101", "20200104"));
    Files.createDirectory(folderOfThatName);
    Path foreign = folder.resolve(name.replace("20260101", "20200105"));
    Files.copy(own, foreign);
    BackupFiles.forgeFirst(foreign, "room", "\"" + FeedKeyPair.create(crypto).id() + "\"");
    Path sealed = folder.resolve(name.replace("20260101", "20200106") + ".age");
    Files.writeString(sealed, "age-encryption.org/v1\n");
    pass(Duration.ofDays(1));

    live(backups, 60);

    assertThat(List.of(text, copy, renamed, link, folderOfThatName, foreign, sealed))
        .allMatch(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void clockThatJumps_deletesNothing_andMakesNoStorm() throws Exception {
    DailyBackups backups = plain();
    live(backups, 60);
    Set<String> before = names();

    now = now.plus(3650, ChronoUnit.DAYS);
    backups.runIfDue();
    for (int minute = 0; minute < 60; minute++) {
      pass(Duration.ofMinutes(1));
      backups.runIfDue();
    }
    assertThat(names()).containsAll(before).hasSize(before.size() + 1);
    now = now.minus(3650, ChronoUnit.DAYS);
    for (int hour = 0; hour < 24 * 10; hour++) {
      pass(Duration.ofHours(1));
      backups.runIfDue();
    }

    assertThat(names()).anyMatch(name -> name.contains("-2036"));
    assertThat(days().stream().filter(day -> !day.startsWith("2036")))
        .hasSizeBetween(7 + 2 + 1, 7 + 4 + 6);
  }

  @Test
  void programThatFails_getsTheSameFileAgain_untilTheNextIsDue() throws Exception {
    Path program = scratch.resolve("carry");
    Path log = scratch.resolve("log");
    Files.writeString(program, "#!/bin/sh\necho \"$1\" >>%s\nexit 7\n".formatted(log));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    DailyBackups backups = backups(Optional.empty(), Optional.of(program.toString()));

    live(backups, 3);

    assertThat(names()).hasSizeBetween(3, 4);
    assertThat(Files.readAllLines(log)).hasSize(72);
    assertThat(standing(backups)).isEqualTo(BackupState.Standing.FAILED);
    assertThat(backups.state().failure().orElseThrow().why())
        .endsWith(
            " is made and good, but was not taken elsewhere: %s ended with 7".formatted(program));

    backups.runIfDue();
    Set<String> before = names();
    Files.writeString(program, "#!/bin/sh\n");
    pass(Duration.ofHours(1));
    backups.runIfDue();

    assertThat(names()).isEqualTo(before);
    assertThat(standing(backups)).isEqualTo(BackupState.Standing.FRESH);
  }

  @Test
  void fileThatWasNotTakenElsewhere_isNotHandedOverPlain_onceTheyAreEncrypted() throws Exception {
    requireAge();
    Path log = scratch.resolve("log");
    Path program = script("echo \"$1\" >>%s; exit 7".formatted(log));
    backups(Optional.empty(), Optional.of(program.toString())).runIfDue();
    close();
    opened.clear();

    pass(Duration.ofHours(1));
    String recipient = recipient(scratch.resolve("key"));
    backups(Optional.of(recipient), Optional.of(program.toString())).runIfDue();

    assertThat(Files.readAllLines(log)).hasSize(2).last().asString().endsWith(".age");
  }

  @Test
  void fileThatWasNotTakenElsewhere_andIsAnother_isMadeAnew() throws Exception {
    DailyBackups backups = backups(Optional.empty(), Optional.of("/bin/false"));
    backups.runIfDue();
    Files.writeString(folder.resolve(names().iterator().next()), "torn");

    pass(Duration.ofHours(1));
    backups.runIfDue();

    assertThat(names()).hasSize(2);
  }

  @Test
  void clockThatGoesToAndFro_makesOneAnHourAtMost() throws Exception {
    DailyBackups backups = plain();
    for (int minute = 0; minute < 240; minute++) {
      pass(Duration.ofMinutes(1));
      now = minute % 2 == 0 ? now.plus(400, ChronoUnit.DAYS) : now.minus(400, ChronoUnit.DAYS);
      backups.runIfDue();
    }

    assertThat(names()).hasSizeBetween(1, 5);
  }

  @Test
  void folderThatIsMissing_isAFailure_andNotMade() throws Exception {
    DailyBackups backups = plain();
    live(backups, 10);
    Set<String> before = names();
    Path elsewhere = scratch.resolve("unmounted");
    Files.move(folder, elsewhere);

    backups.runIfDue();
    live(backups, 2);

    assertThat(folder).doesNotExist();
    assertThat(standing(backups)).isEqualTo(BackupState.Standing.FAILED);
    assertThat(backups.state().failure().orElseThrow().why())
        .isEqualTo("there is no folder %s (is its disk mounted?)".formatted(folder));
    Files.move(elsewhere, folder);
    assertThat(names()).isEqualTo(before);
    live(backups, 1);
    assertThat(standing(backups)).isEqualTo(BackupState.Standing.FRESH);
  }

  @Test
  void runThatFails_deletesNothing_leavesNothing_andIsTriedAgainInAnHour() throws Exception {
    DailyBackups backups = plain();
    live(backups, 40);
    Set<String> before = names();
    Path secret = data.resolve("secret");
    Path aside = scratch.resolve("aside");
    Files.move(secret, aside);

    live(backups, 1);

    assertThat(names()).isEqualTo(before);
    assertThat(backups.state().failures()).isEqualTo(24);
    Files.move(aside, secret);
    backups.runIfDue();
    assertThat(standing(backups)).isEqualTo(BackupState.Standing.FRESH);
  }

  @Test
  void draftsOfAKilledProcess_goAtTheNextRun() throws Exception {
    DailyBackups backups = plain();
    Path draft = new BackupFolder(folder, identity.id()).draft();
    Files.writeString(draft, "half");
    Files.writeString(data.resolve("backup.draft"), "half");

    backups.runIfDue();

    assertThat(draft).doesNotExist();
    assertThat(data.resolve("backup.draft")).doesNotExist();
    assertThat(names()).hasSize(1);
  }

  @Test
  void folderInTheDataDirectory_isRefused() throws Exception {
    folder = Files.createDirectory(data.resolve("inside"));
    DailyBackups backups = plain();

    backups.runIfDue();

    assertThat(names()).isEmpty();
    assertThat(backups.state().failure().orElseThrow().why()).contains("belongs elsewhere");
  }

  @Test
  void restart_goesOnWithWhatIsKnown() throws Exception {
    DailyBackups first = plain();
    live(first, 3);
    close();
    opened.clear();

    DailyBackups second = plain();

    assertThat(second.state()).isEqualTo(first.state());
    second.runIfDue();
    assertThat(names()).hasSize(4);
  }

  @Test
  void recordThatIsDamaged_isNoObstacle() throws Exception {
    Files.writeString(data.resolve(BackupRecord.NAME), "{\"attempt\":\"yesterday\"");

    DailyBackups backups = plain();
    backups.runIfDue();

    assertThat(names()).hasSize(1);
    assertThat(BackupRecord.in(data).files()).hasSize(1);
  }

  @Test
  void program_isCalledWithTheFile_andWithoutTheRoomsVariables() throws Exception {
    Path said = scratch.resolve("said");
    Path program =
        script("printf '%s' \"$1\" > " + said + "; env | grep -c ^ALCOVE_ >> " + said + "; true");

    DailyBackups backups = backups(Optional.empty(), Optional.of(program.toString()));
    backups.runIfDue();

    assertThat(said).hasContent(folder.resolve(names().iterator().next()) + "0");
  }

  @Test
  void programThatFails_isAFailure_andItsWordsAreKept() throws Exception {
    Path program = script("echo 'quota exceeded' >&2; yes x | head -c 300000 >&2; exit 3");

    DailyBackups backups = backups(Optional.empty(), Optional.of(program.toString()));
    backups.runIfDue();

    assertThat(standing(backups)).isEqualTo(BackupState.Standing.FAILED);
    assertThat(backups.state().failure().orElseThrow().why())
        .contains(program + " ended with 3: quota exceeded x x")
        .hasSizeLessThan(500);
    assertThat(names()).hasSize(1);
  }

  @Test
  void programThatIsMissing_isAFailure() throws Exception {
    DailyBackups backups = backups(Optional.empty(), Optional.of("/nowhere/at/all"));

    backups.runIfDue();

    assertThat(backups.state().failure().orElseThrow().why())
        .contains(" was not taken elsewhere: /nowhere/at/all cannot be started: ");
  }

  private Path script(String text) throws IOException {
    Path program = scratch.resolve("program");
    Files.writeString(program, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  /** That of a new key, which goes into a file. */
  private static String recipient(Path key) throws IOException {
    Process keygen =
        new ProcessBuilder("age-keygen", "-o", key.toString()).redirectErrorStream(true).start();
    String said = new String(keygen.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.replaceAll("(?s).*(age1[0-9a-z]+).*", "$1");
  }

  /** Those who have the program age, as .ci/run has. */
  private static void requireAge() {
    assumeThat(Path.of("/usr/bin/age")).as("Debian's package age").exists();
  }

  @Test
  void encryptedBackup_isReadByItsKeyAlone_andNothingPlainIsLeft() throws Exception {
    requireAge();
    Path key = scratch.resolve("key");
    String recipient = recipient(key);
    DailyBackups backups = backups(Optional.of(recipient), Optional.empty());

    live(backups, 40);

    assertThat(standing(backups)).isEqualTo(BackupState.Standing.FRESH);
    assertThat(names()).allMatch(name -> name.endsWith(".backup.age")).hasSizeBetween(10, 13);
    assertThat(data.resolve("backup.draft")).doesNotExist();
    Path file = folder.resolve(((TreeSet<String>) names()).last());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (OpenedBackup whole = OpenedBackup.of(file, Optional.of(key))) {
      assertThat(whole.backup().room()).isEqualTo(identity.id());
      whole.backup().rehearse();
    }
    assertThat(failure(file, Optional.empty())).contains("is encrypted: --identity FILE names");
    assertThat(failure(file, Optional.of(data.resolve("secret")))).contains("age ended with 1");
  }

  private static String failure(Path file, Optional<Path> key) {
    try (OpenedBackup opened = OpenedBackup.of(file, key)) {
      return opened.toString();
    } catch (CommandException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void recipientThatAgeRefuses_leavesNothingPlain() throws Exception {
    DailyBackups backups = backups(Optional.of("age1" + "q".repeat(58)), Optional.empty());

    backups.runIfDue();

    assertThat(standing(backups)).isEqualTo(BackupState.Standing.FAILED);
    assertThat(names()).isEmpty();
    assertThat(data.resolve("backup.draft")).doesNotExist();
  }

  @Test
  void roomThatMakesNone_saysSo_alsoWhenItDidBefore() throws Exception {
    live(plain(), 1);
    close();
    opened.clear();

    DailyBackups none =
        new DailyBackups(
            Optional.empty(),
            identity.id(),
            database(DatabaseUrl.in(data)),
            data,
            "1.0",
            () -> now,
            () -> nanos);
    opened.add(none);
    none.runIfDue();

    assertThat(standing(none)).isEqualTo(BackupState.Standing.OFF);
    assertThat(BackupRecord.in(data).state().daily()).isFalse();
    assertThat(names()).hasSize(1);
  }
}

package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.app.Operator.Way;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedKeyPair;
import alcove.ops.terminal.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code backup}, through a server and without one, and {@code restore}. */
class BackupCommandsTest {
  private final String alice = FeedKeyPair.create(CryptoChoice.AUTO.load()).id().toString();

  @TempDir private Path folder;
  private Operator operator;
  private Path file = Path.of("");

  BackupCommandsTest() throws CryptoUnavailableException {}

  @BeforeEach
  void open() throws Exception {
    file = folder.resolve("backup");
    operator = Operator.of(folder.resolve("data"));
    operator.run("member", "add", alice, "--role", "admin").lines();
    operator.run("invite", "create").lines();
  }

  @AfterEach
  void close() {
    operator.close();
  }

  private Operator restored() {
    return Operator.at(folder.resolve("restored"));
  }

  @ParameterizedTest
  @EnumSource
  void backup_restored_isTheSameRoom(Way way) throws Exception {
    operator.by(way);

    assertThat(operator.run("backup", file.toString()).lines())
        .singleElement()
        .asString()
        .matches(file + ": \\d+ rows of \\d+ tables, with the identity");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(operator.run("audit", "list", "--json").json().path(0).path("action").asText())
        .isEqualTo("backed-up");
    assertThat(restored().run("restore", file.toString()).lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("open invites, which may have been used since then: 1"));
    assertThat(restored().run("member", "list", "--json").json())
        .isEqualTo(operator.run("member", "list", "--json").json());
    assertThat(restored().run("audit", "list", "--json").json().path(0).path("action").asText())
        .isEqualTo("restored");
    assertThat(folder.resolve("restored/secret"))
        .hasSameTextualContentAs(folder.resolve("data/secret"));
    Operator again = restored();
    try (again) {
      assertThat(again.start().address().address().key()).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void backup_ofAFileThatIsThere_isRefusedUnlessForced(Way way) throws Exception {
    operator.by(way);
    Files.writeString(file, "something else");

    operator
        .run("backup", file.toString(), "--force")
        .isRefused(file + " is there and is not a backup: --force replaces earlier backups only");
    assertThat(file).hasContent("something else");
    Files.delete(file);
    operator.run("backup", file.toString()).lines();
    operator
        .run("backup", file.toString())
        .isRefused(file + " is there already (--force replaces an earlier backup)");

    operator.run("backup", file.toString(), "--force").lines();
    assertThat(restored().run("restore", file.toString(), "--revoke-invites").lines()).hasSize(2);
    assertThat(restored().run("invite", "list", "--json").json().path(0).path("state").asText())
        .isEqualTo("revoked");
  }

  @ParameterizedTest
  @EnumSource
  void backup_thatCannotBeWritten_isOneLine(Way way) throws Exception {
    operator.by(way);
    Path nowhere = folder.resolve("nowhere/backup");

    operator
        .run("backup", nowhere.toString())
        .isRefused(
            "cannot write %s: there is no directory %s (is its disk mounted?)"
                .formatted(nowhere, nowhere.getParent()));
    Path inside = folder.resolve("data/backup");
    operator
        .run("backup", inside.toString(), "--force")
        .isRefused(
            "%s lies in the room's data directory: a backup belongs elsewhere (- is standard output)"
                .formatted(folder.resolve("data")));
    assertThat(operator.run("audit", "list").out()).doesNotContain("backed-up");
  }

  @ParameterizedTest
  @EnumSource
  void backup_toTheStandardOutput_isNothingButTheBackup(Way way) throws Exception {
    operator.by(way);

    byte[] bytes = operator.runForBytes("backup", "-");

    Files.write(file, bytes);
    assertThat(restored().run("restore", file.toString()).lines()).hasSize(3);
    assertThat(operator.run("audit", "list", "--json").json().path(0).path("action").asText())
        .isEqualTo("backed-up");
  }

  @Test
  void interruptedRestoration_isNamedByAll_andCanBeRepeated() throws Exception {
    operator.run("backup", file.toString()).lines();
    Path data = folder.resolve("restored");
    Files.createDirectories(data.resolve("restoring"));
    Files.writeString(data.resolve("registry.new"), "h2");
    String named =
        "restoring a backup into %s was interrupted: restore it again (alcove restore FILE --data %s)"
            .formatted(data, data);

    restored().run("member", "list").isRefused(named);
    restored().run("backup", folder.resolve("other").toString()).isRefused(named);
    restored().run("compact").isRefused(named);
    restored().run("import", "go-ssb-room", folder.toString()).isRefused(named);
    assertThatThrownBy(() -> restored().start())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(named);
    assertThat(restored().run("restore", file.toString()).lines()).hasSize(3);

    assertThat(restored().run("member", "list", "--json").json())
        .isEqualTo(operator.run("member", "list", "--json").json());
  }

  @Test
  void compact_writesTheFileAnew_butNotUnderAServer() throws Exception {
    assertThat(operator.run("compact").lines())
        .singleElement()
        .asString()
        .matches(
            ".*room\\.mv\\.db: \\d+ KiB instead of \\d+ KiB; as it was before it is in"
                + " room-old\\.mv\\.db until the next start");
    assertThat(folder.resolve("data/room-old.mv.db")).exists();
    operator.start();

    assertThat(operator.run("compact"))
        .matches(result -> result.code() == 1 && result.out().isEmpty())
        .extracting(Operator.Result::err)
        .asString()
        .contains("is in use by another server")
        .contains("stop it first");
    assertThat(folder.resolve("data/room-old.mv.db")).doesNotExist();
  }

  @Test
  void compact_ofARegistryOnAServer_isRefused() throws Exception {
    assertThat(operator.run("compact", "--jdbc-url", "jdbc:postgresql://127.0.0.1:1/alcove").err())
        .isEqualTo("alcove: the registry is on PostgreSQL, which makes its own space free\n");
  }

  @Test
  void compact_whereThereIsNoRoom_makesNone() throws Exception {
    assertThat(restored().run("compact").err())
        .isEqualTo(
            "alcove: no room in %s yet: alcove serve creates it\n"
                .formatted(folder.resolve("restored")));
    assertThat(folder.resolve("restored")).doesNotExist();
  }

  @Test
  void backup_leavesOtherFilesBesideItAlone() throws Exception {
    Path other = folder.resolve("backup.new");
    Files.writeString(other, "something else");

    operator.run("backup", file.toString()).lines();

    assertThat(other).hasContent("something else");
  }

  @Test
  void backup_withoutIdentity_isRestoredBesideTheSecret() throws Exception {
    operator.run("backup", file.toString(), "--without-identity").lines();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.getEntry("secret")).isNull();
    }

    restored()
        .run("restore", file.toString())
        .isRefused(
            "the backup was made without the identity: put the room's file secret into %s first"
                .formatted(folder.resolve("restored")));
    Files.copy(folder.resolve("data/secret"), folder.resolve("restored/secret"));

    assertThat(restored().run("restore", file.toString()).lines()).hasSize(3);
  }

  @Test
  void restore_whereAServerRuns_isRefused() throws Exception {
    operator.run("backup", file.toString()).lines();
    operator.start();

    assertThat(operator.run("restore", file.toString()))
        .matches(result -> result.code() == 1 && result.out().isEmpty())
        .extracting(Operator.Result::err)
        .asString()
        .contains("is in use by another server");
    assertThat(operator.run("member", "list", alice).lines()).hasSize(2);
  }

  @Test
  void restore_whereARoomIs_isRefused() throws Exception {
    operator.run("backup", file.toString()).lines();

    assertThat(operator.run("restore", file.toString()))
        .matches(result -> result.code() == 1 && result.out().isEmpty())
        .extracting(Operator.Result::err)
        .asString()
        .contains("is not empty")
        .hasLineCount(1);
    assertThat(operator.run("member", "list", alice).lines()).hasSize(2);
  }

  @Test
  void restore_ofADamagedFile_isOneLineThatSaysSo() throws Exception {
    operator.run("backup", file.toString()).lines();
    byte[] whole = Files.readAllBytes(file);
    for (byte[] damaged :
        new byte[][] {
          new byte[0],
          Arrays.copyOf(whole, whole.length / 3),
          Arrays.copyOf(whole, 40),
          whole.clone()
        }) {
      if (damaged.length == whole.length) {
        Arrays.fill(damaged, whole.length / 3, whole.length / 3 + 99, (byte) 0);
      }
      Files.write(file, damaged);

      assertThat(restored().run("restore", file.toString()))
          .matches(result -> result.code() == 1 && result.out().isEmpty())
          .extracting(Operator.Result::err)
          .asString()
          .startsWith("alcove: " + file + ": it is ")
          .doesNotContain("Exception")
          .hasLineCount(1);
      assertThat(folder.resolve("restored")).doesNotExist();
    }
  }

  @Test
  void restore_ofAFileThatIsNotThere_isOneLine() {
    restored()
        .run("restore", file.toString())
        .isRefused("cannot read %s: no such file or directory".formatted(file));
  }
}

package alcove.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.ops.terminal.CommandException;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup becomes a new file or replaces an earlier backup, and touches nothing else. */
class BackupTargetTest {
  private final FeedId room = FeedKeyPair.create(CryptoChoice.JAVA.load()).id();

  @TempDir private Path folder;
  private Path data = Path.of("");
  private Path file = Path.of("");
  private final Database database =
      Database.open(new DatabaseUrl.H2Memory("target-" + UUID.randomUUID()));

  BackupTargetTest() throws CryptoUnavailableException {}

  @BeforeEach
  void choose() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    file = Files.createDirectory(folder.resolve("elsewhere")).resolve("backup");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void backUp(Path to, boolean replace) throws CommandException, IOException {
    try (BackupTarget target = BackupTarget.of(to, replace, data)) {
      write(target.out());
      target.finish();
    }
  }

  private void write(OutputStream out) throws IOException {
    database.<Integer, IOException>dump(
        dump -> {
          Backup.write(dump, "1.0", room, Instant.EPOCH, Optional.of("the key"), out);
          return 0;
        });
  }

  private void assertRefused(Path to, String words) throws IOException {
    for (boolean replace : new boolean[] {false, true}) {
      assertThatThrownBy(() -> backUp(to, replace))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining(words)
          .message()
          .hasLineCount(1);
    }
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all).noneMatch(each -> each.toString().contains(".backup-"));
    }
  }

  @Test
  void newFile_isTheBackup_forItsOwnerAlone() throws Exception {
    backUp(file, false);

    assertThat(Backup.read(file).summary()).isEqualTo(new Backup.Summary(2, 22, true));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**/.backup*");
  }

  @Test
  void earlierBackup_isReplacedOnlyByForce_alsoThroughALink() throws Exception {
    backUp(file, false);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThatThrownBy(() -> backUp(file, false)).hasMessageContaining("is there already");
    assertThatThrownBy(() -> backUp(link, false)).hasMessageContaining("is there already");
    Object before = Files.readAttributes(file, "unix:ino").get("ino");

    backUp(link, true);

    assertThat(link).isSymbolicLink();
    assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isNotEqualTo(before);
    Backup.read(file);
  }

  @Test
  void fileThatIsNoBackup_isNeverReplaced() throws Exception {
    for (String text : new String[] {"", "a letter", "PK\003\004"}) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> backUp(file, true))
          .hasMessage(
              "%s is there and is not a backup: --force replaces earlier backups only", file);
      assertThat(file).hasContent(text);
    }
  }

  @Test
  void whatIsNoFile_isNeverReplaced() throws Exception {
    assertRefused(Path.of("/dev/null"), "is not a file");
    assertRefused(
        Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null")), "not a file");
    assertRefused(Files.createDirectory(folder.resolve("directory")), "is not a file");
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    assertRefused(fifo, "is not a file");
    assertRefused(
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing")),
        "is a link that leads nowhere");
    assertRefused(Path.of("/"), "is not a file");
  }

  @Test
  void dataDirectory_isNoPlaceForIt_byWhateverPath() throws Exception {
    Files.writeString(data.resolve("room.mv.db"), "the database");
    Path link = Files.createSymbolicLink(folder.resolve("way"), data);
    Path inner = Files.createDirectory(data.resolve("inner"));

    assertRefused(data.resolve("backup"), "lies in the room's data directory");
    assertRefused(data.resolve("room.mv.db"), "lies in the room's data directory");
    assertRefused(link.resolve("backup"), "lies in the room's data directory");
    assertRefused(inner.resolve("backup"), "lies in the room's data directory");
    assertRefused(
        Files.createSymbolicLink(folder.resolve("file"), data.resolve("room.mv.db")),
        "lies in the room's data directory");
  }

  @Test
  void missingDirectory_isNotMade() throws Exception {
    Path unmounted = folder.resolve("mnt/disk/backup");

    assertRefused(unmounted, "there is no directory " + unmounted.getParent());

    assertThat(folder.resolve("mnt")).doesNotExist();
  }

  @Test
  void bytesThatAreNoBackup_areNotKept_andTheEarlierOneStays() throws Exception {
    backUp(file, false);
    byte[] before = Files.readAllBytes(file);

    try (BackupTarget target = BackupTarget.of(file, true, data)) {
      target.out().write(before, 0, before.length / 2);
      assertThatThrownBy(target::finish)
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("the backup is not usable, and was not kept");
    }

    assertThat(file).hasBinaryContent(before);
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**/.backup*");
  }

  @Test
  void standardOutput_getsTheSameBytes_andProvesThem() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BackupStream stream = BackupStream.of(printing(bytes), false)) {
      write(stream.out());
      assertThat(stream.finish()).isEqualTo(new Backup.Summary(2, 22, true));
    }
    Files.write(file, bytes.toByteArray());
    Backup.read(file);

    try (BackupStream stream = BackupStream.of(printing(new ByteArrayOutputStream()), false)) {
      stream.out().write(bytes.toByteArray(), 0, bytes.size() / 2);
      assertThatThrownBy(stream::finish)
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("is not usable as a backup");
    }
  }

  private static PrintStream printing(OutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  @Test
  void terminal_getsNoBytes() {
    assertThatThrownBy(() -> BackupStream.of(printing(OutputStream.nullOutputStream()), true))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("terminal");
  }

  @Test
  void standardOutput_thatNobodyTakes_fails() throws Exception {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (BackupStream stream = BackupStream.of(printing(gone), false)) {
      assertThatThrownBy(() -> write(stream.out())).isInstanceOf(IOException.class);
      assertThat(stream.failure().orElseThrow()).hasMessageContaining("nobody takes");
    }
  }
}

package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry whose file is not what it was is refused, and never replaced by an empty one. */
class DamagedFileTest {
  private static final int BLOCK = 4096;
  private static final int CHANGES = 20;

  @TempDir Path data;

  private byte[] sound = new byte[0];
  private final Map<String, String> kept = new HashMap<>();

  private DatabaseUrl.H2File url() {
    return DatabaseUrl.in(data);
  }

  private Database open() {
    return Database.open(url());
  }

  @BeforeEach
  void fill() throws Exception {
    try (Database database = open()) {
      for (int i = 1; i <= CHANGES; i++) {
        String text = "x".repeat(300) + i;
        database.write(put("text-" + i % 10, text));
        kept.put("text-" + i % 10, text);
      }
    }
    sound = Files.readAllBytes(url().file());
  }

  private static Registry.Writing<String> put(String name, String text) {
    return tables -> {
      tables.settings().put(name, text);
      return name;
    };
  }

  private static Map<String, String> settings(Database database) {
    return database.read(tables -> tables.settings().all());
  }

  private void assertRefused(String words) throws IOException {
    byte[] before = Files.readAllBytes(url().file());

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(words)
        .hasMessageContaining(url().file().toString())
        .message()
        .hasLineCount(1);

    assertThat(url().file()).hasBinaryContent(before);
    assertThat(data.resolve("room-new.mv.db")).doesNotExist();
  }

  static Stream<Named<UnaryOperator<byte[]>>> damage() {
    return Stream.of(
        Named.of("empty", bytes -> new byte[0]),
        Named.of("one block", bytes -> Arrays.copyOf(bytes, BLOCK)),
        Named.of("the header alone", bytes -> Arrays.copyOf(bytes, 2 * BLOCK)),
        Named.of("garbage", bytes -> random(bytes.length)),
        Named.of("a garbage header", bytes -> over(bytes, 0, random(2 * BLOCK))),
        Named.of("a header of zeros", bytes -> over(bytes, 0, new byte[2 * BLOCK])),
        Named.of("zeros", bytes -> new byte[bytes.length]),
        Named.of(
            "zeros after the header",
            bytes -> over(bytes, 2 * BLOCK, new byte[bytes.length - 2 * BLOCK])),
        Named.of(
            "a text", bytes -> "not a database\n".repeat(999).getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] over(byte[] bytes, int at, byte[] part) {
    byte[] result = bytes.clone();
    System.arraycopy(part, 0, result, at, part.length);
    return result;
  }

  @ParameterizedTest
  @MethodSource("damage")
  void file_damaged_isRefusedAndLeftAsItIs(UnaryOperator<byte[]> damage) throws Exception {
    Files.write(url().file(), damage.apply(sound));

    assertRefused("is damaged");
  }

  @Test
  void file_cutAnywhere_losesNoChangeSilently() throws Exception {
    for (int length = sound.length - 1; length > 0; length -= BLOCK) {
      assertNothingLostSilently(Arrays.copyOf(sound, length));
    }
  }

  @Test
  void file_withOneBlockOfZeros_losesNoChangeSilently() throws Exception {
    for (int at = 0; at + BLOCK <= sound.length; at += BLOCK) {
      assertNothingLostSilently(over(sound, at, new byte[BLOCK]));
    }
  }

  /**
   * What H2 can repair is as good as undamaged; the rest is refused. In a directory of its own each
   * time, because H2 lets go of a file that it could not open only with the process.
   */
  private void assertNothingLostSilently(byte[] bytes) throws Exception {
    Path other = Files.createTempDirectory(data, "other");
    Files.copy(data.resolve("registry"), other.resolve("registry"));
    Files.write(DatabaseUrl.in(other).file(), bytes);
    Map<String, String> found;
    try (Database database = Database.open(DatabaseUrl.in(other))) {
      found = settings(database);
    } catch (StorageException refused) {
      assertThat(refused).hasMessageMatching(".*(is damaged|has lost its last \\d+ changes).*");
      return;
    }
    assertThat(found).isEqualTo(kept);
  }

  @Test
  void file_ofAnEarlierDay_isRefusedUntilTheOperatorWantsIt() throws Exception {
    try (Database database = open()) {
      database.write(put("last", "change"));
    }
    Files.write(url().file(), sound);

    assertRefused("has lost its last 2 changes, or is an older copy");
    Files.delete(data.resolve("registry"));

    try (Database database = open()) {
      assertThat(settings(database)).doesNotContainKey("last");
    }
  }

  @Test
  void file_vanished_isRefusedUntilTheOperatorWantsAnEmptyRegistry() throws Exception {
    Files.delete(url().file());

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "%s is missing, but %s says that there was one: restore a backup; only where there"
                + " is none, write the word new into that file, and begin without members",
            url().shown(), data.resolve("registry"));
    assertThat(url().file()).doesNotExist();
    Files.writeString(data.resolve("registry"), "new");

    try (Database database = open()) {
      assertThat(settings(database)).isEmpty();
    }
  }

  @Test
  void directory_inItsPlace_isRefused() throws Exception {
    Files.delete(url().file());
    Files.createDirectory(url().file());

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessage("%s cannot be used: it is not a file", url().shown());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void file_ofAnotherFormat_isRefused(int format) throws Exception {
    byte[] other = sound.clone();
    for (int block = 0; block < 2; block++) {
      byte[] header = header(Arrays.copyOfRange(sound, block * BLOCK, (block + 1) * BLOCK), format);
      System.arraycopy(header, 0, other, block * BLOCK, header.length);
    }
    Files.write(url().file(), other);

    assertRefused("has a format that this Alcove cannot read");
  }

  /** The header says its format and ends with a checksum over what it says. */
  private static byte[] header(byte[] block, int format) {
    String text = new String(block, StandardCharsets.ISO_8859_1);
    String said =
        text.substring(0, text.indexOf(",fletcher:"))
            .replaceFirst("format:\\d+,formatRead:\\d+|format:\\d+", "format:" + format);
    byte[] bytes = said.getBytes(StandardCharsets.ISO_8859_1);
    int sum = DataUtils.getFletcher32(bytes, 0, bytes.length);
    return Arrays.copyOf(
        "%s,fletcher:%s\n"
            .formatted(said, Integer.toHexString(sum))
            .getBytes(StandardCharsets.ISO_8859_1),
        BLOCK);
  }

  @Test
  void mark_damaged_isRefused() throws Exception {
    Files.writeString(data.resolve("registry"), "h2 many\n");

    assertRefusedMark("is damaged: if the database beside it is the right one, delete registry");
  }

  @Test
  void mark_ofARegistryOnAServer_isRefused() throws Exception {
    Path file = data.resolve("registry");
    Files.writeString(file, Files.readString(file).replace("h2", "postgresql"));

    assertRefusedMark("this room's registry is on PostgreSQL, says " + file);
  }

  private void assertRefusedMark(String words) throws IOException {
    assertThatThrownBy(this::open).isInstanceOf(StorageException.class).hasMessageContaining(words);
    assertThat(url().file()).hasBinaryContent(sound);
  }
}

package alcove.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
  private static final String PUBLIC = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=.ed25519";
  private static final String PRIVATE =
      "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==.ed25519";
  private static final String OTHER = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=.ed25519";
  private static final String FILE =
      """
      # comment { "curve": "wrong" }
        # indented comment
      {
        "curve": "ed25519",
        "public": "%s",
        "private": "%s",
        "id": "@%s"
      }
      # the end\
      """
          .formatted(PUBLIC, PRIVATE, PUBLIC);

  @TempDir private Path directory;
  private Path file;
  private final Crypto crypto = CryptoChoice.JAVA.load();

  SecretFileTest() throws Exception {}

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("secret");
  }

  @Test
  void load_fileOfAnotherProgram_readsTheKeyPair() throws Exception {
    write(FILE, "r--------");
    assertThat(SecretFile.load(file, crypto).id()).hasToString("@" + PUBLIC);
  }

  @Test
  void loadOrCreate_twice_keepsTheIdentity() throws Exception {
    var created = SecretFile.loadOrCreate(file, crypto);
    byte[] content = Files.readAllBytes(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(SecretFile.loadOrCreate(file, crypto).id()).isEqualTo(created.id());
    assertThat(file).hasBinaryContent(content);
    assertThat(names()).isEqualTo("secret");
  }

  @Test
  void loadOrCreate_manyAtOnce_agreeOnOneIdentity() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      Callable<FeedId> load = () -> SecretFile.loadOrCreate(file, crypto).id();
      var ids = threads.invokeAll(Stream.generate(() -> load).limit(16).toList());
      var first = ids.getFirst().get();
      for (var id : ids) {
        assertThat(id.get()).isEqualTo(first);
      }
    }
    assertThat(names()).isEqualTo("secret");
  }

  @Test
  void loadOrCreate_danglingLink_isNotReplaced() throws Exception {
    Files.createSymbolicLink(file, directory.resolve("elsewhere"));
    assertThatThrownBy(() -> SecretFile.loadOrCreate(file, crypto))
        .isInstanceOf(SecretFileException.class)
        .hasMessage("secret file " + file + " cannot be read: no such file or directory");
    assertThat(names()).isEqualTo("secret");
  }

  @Test
  void loadOrCreate_missingDirectory_saysSo() {
    var elsewhere = directory.resolve("missing/secret");
    assertThatThrownBy(() -> SecretFile.loadOrCreate(elsewhere, crypto))
        .hasMessage("secret file " + elsewhere + " cannot be created: no such file or directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
  void load_openToOthers_isRefused(String permissions) throws Exception {
    write(FILE, permissions);
    assertRefused(
        "is open to others than its owner: " + permissions + " (must be rw-------, chmod 600)");
  }

  @Test
  void load_directory_isRefused() throws Exception {
    Files.createDirectory(file);
    assertRefused("is a directory");
  }

  @Test
  void load_hugeFile_isRefused() throws Exception {
    write("#".repeat(20_000), "rw-------");
    assertRefused("is larger than 16384 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                | holds no JSON object",
        "# only a comment  | holds no JSON object",
        "[]                | holds no JSON object",
        "{\"curve\":       | is not valid JSON (line 1)",
        "nWGxne/9WmC6h     | is not valid JSON (line 1)",
        "{} {}             | is not valid JSON (line 1)",
        "{}                | has no \"curve\"",
        "{\"curve\": 1}    | has no \"curve\"",
      })
  void load_brokenJson_isRefusedWithoutQuotingIt(String content, String problem) throws Exception {
    write(content, "rw-------");
    assertThatThrownBy(() -> SecretFile.load(file, crypto))
        .isInstanceOf(SecretFileException.class)
        .hasNoCause()
        .hasMessage("secret file " + file + " " + problem);
  }

  @Test
  void load_otherCurve_isRefused() throws Exception {
    write(FILE.replace("\"ed25519\"", "\"k256\""), "rw-------");
    assertRefused("has another \"curve\" than \"ed25519\"");
  }

  @Test
  void load_publicOfSomebodyElse_isRefused() throws Exception {
    write(FILE.replace("\"" + PUBLIC, "\"" + OTHER), "rw-------");
    assertRefused("has a \"public\" that does not belong to \"private\"");
  }

  @Test
  void load_halvesThatDoNotMatch_isRefused() throws Exception {
    String torn = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2D" + "A".repeat(43) + "==.ed25519";
    write(FILE.replace(PRIVATE, torn), "rw-------");
    assertRefused("has a \"private\" whose two halves do not belong together");
  }

  @Test
  void load_idOfSomebodyElse_isRefused() throws Exception {
    write(FILE.replace("@" + PUBLIC, "@" + OTHER), "rw-------");
    assertRefused("has an \"id\" that does not belong to \"public\"");
  }

  @Test
  void load_shortPrivate_isRefused() throws Exception {
    write(FILE.replace(PRIVATE, PUBLIC), "rw-------");
    assertRefused("has a \"private\" that is not the Base64 of 64 bytes followed by .ed25519");
  }

  @Test
  void loadCopied_openToOthers_isReadAndTold() throws Exception {
    write(FILE, "rw-r--r--");
    assertThat(SecretFile.loadCopied(file, crypto).id()).hasToString("@" + PUBLIC);
    assertThat(SecretFile.isOpenToOthers(file)).isTrue();
    write(FILE, "rw-------");
    assertThat(SecretFile.isOpenToOthers(file)).isFalse();
  }

  @Test
  void write_newFile_holdsTheSameKeyForItsOwnerAlone() throws Exception {
    write(FILE, "rw-r--r--");
    var keys = SecretFile.loadCopied(file, crypto);
    var copy = directory.resolve("copy");
    SecretFile.write(copy, keys);
    assertThat(SecretFile.load(copy, crypto).id()).isEqualTo(keys.id());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
  }

  @Test
  void write_fileThatIsThere_isRefused() throws Exception {
    write(FILE, "rw-------");
    var keys = SecretFile.load(file, crypto);
    assertThatThrownBy(() -> SecretFile.write(file, keys))
        .isInstanceOf(SecretFileException.class)
        .hasMessage("secret file " + file + " is there already");
    assertThat(file).hasContent(FILE);
  }

  private void assertRefused(String problem) {
    assertThatThrownBy(() -> SecretFile.loadOrCreate(file, crypto))
        .isInstanceOf(SecretFileException.class)
        .hasMessage("secret file " + file + " " + problem);
  }

  private void write(String content, String permissions) throws IOException {
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private String names() throws IOException {
    try (var paths = Files.list(directory)) {
      return paths.map(p -> p.getFileName().toString()).collect(Collectors.joining(" "));
    }
  }
}

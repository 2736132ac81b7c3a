package alcove.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup list} and {@code backup verify}. */
class BackupGroupTest {
  @TempDir private Path folder;

  private Operator room() throws Exception {
    return Operator.of(folder.resolve("data"));
  }

  @Test
  void verify_ofAGoodBackup_saysWhatIsInIt() throws Exception {
    Path file = folder.resolve("backup");
    Operator operator = room();
    operator.run("backup", file.toString()).lines();

    assertThat(Operator.call("backup", "verify", file.toString()).lines())
        .singleElement()
        .asString()
        .matches(
            "room @\\S+=\\.ed25519, made \\S+Z, schema \\d+: \\d+ rows of \\d+ tables, with the"
                + " identity");
    assertThat(
            Operator.call("backup", "verify", file.toString(), "--json")
                .json()
                .path("identity")
                .asBoolean())
        .isTrue();
  }

  @Test
  void verify_ofADamagedOne_fails() throws Exception {
    Path file = folder.resolve("backup");
    room().run("backup", file.toString()).lines();
    byte[] bytes = Files.readAllBytes(file);
    bytes[indexOfCentralDirectory(bytes) - 12] ^= 1;
    Files.write(file, bytes);

    Operator.Result result = Operator.call("backup", "verify", file.toString());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).startsWith("alcove: " + file + ": it is damaged").hasLineCount(1);
  }

  /** Behind the last entry, which ends with its sum and two lengths of four bytes each. */
  private static int indexOfCentralDirectory(byte[] zip) {
    return new String(zip, ISO_8859_1).indexOf("PK\001\002");
  }

  @Test
  void verify_ofAnEncryptedOne_asksForTheKey() throws Exception {
    Path file = folder.resolve("backup.age");
    Files.writeString(file, "age-encryption.org/v1\n");

    Operator.call("backup", "verify", file.toString())
        .isRefused(file + " is encrypted: --identity FILE names the file with the key to it");
  }

  @Test
  void list_whereNoneAreMade_saysHowTheyWouldBe() throws Exception {
    Operator operator = room();

    assertThat(operator.run("backup", "list").lines())
        .containsExactly("none are made by themselves (alcove serve --backup-folder DIR)");
    assertThat(operator.run("backup", "list", "--json").json().path("standing").asText())
        .isEqualTo("off");
  }

  @Test
  void fileOfTheNameOfACommand_isGivenWithItsFolder() throws Exception {
    Path file = folder.resolve("list");

    assertThat(room().run("backup", file.toString()).lines()).hasSize(1);
  }
}

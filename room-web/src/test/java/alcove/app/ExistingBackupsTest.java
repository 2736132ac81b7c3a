package alcove.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code backup list} and {@code backup verify}, which stand below {@code backup FILE}. */
class ExistingBackupsTest {
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

  @Test
  void help_ofBackup_hasItsFileFormAndItsCommands() {
    assertThat(Operator.call("help", "backup").out())
        .contains("alcove backup [--without-identity] [--force] [--json] FILE")
        .contains("--without-identity", "list", "verify", "Commands:");
    assertThat(Operator.call("backup", "--help").out())
        .isEqualTo(Operator.call("help", "backup").out());
    assertThat(Operator.call("help", "backup", "verify").out())
        .contains("alcove backup verify", "--identity=KEYFILE");
    assertThat(Operator.call("backup", "list", "--help").out()).contains("alcove backup list");
  }

  @Test
  void settings_beforeOrBehindTheCommand_areTheSame() throws Exception {
    room();
    String data = folder.resolve("data").toString();
    String before = Operator.call("backup", "--data", data, "list", "--json").out();

    assertThat(before)
        .isEqualTo(Operator.call("backup", "list", "--json", "--data", data).out())
        .startsWith("{");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          backup                | alcove backup needs FILE
          backup --force        | alcove backup needs FILE
          backup --force list   | alcove backup list does not take what stands before list (a file of that name is ./list)
          backup --json list    | alcove backup list does not take what stands before list (a file of that name is ./list)
          backup --json verify it | alcove backup verify does not take what stands before verify (a file of that name is ./verify)
          backup some verify it | alcove backup verify does not take what stands before verify (a file of that name is ./verify)
          backup verfy it       | it is one word more than alcove backup takes, did you mean verify?
          backup one two        | two is one word more than alcove backup takes
          """)
  void callsThatAreNeitherForm_areRefused(String line, String complaint) {
    Operator.Result result = Operator.call(line.split(" "));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("alcove: " + complaint + " (alcove backup").hasLineCount(1);
  }
}

package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import alcove.app.Operator.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What commands say of what they made as JSON, and of what they would do. */
class CommandResultsTest {
  private static final String ID = TestPeers.newKeys().id().toString();

  @TempDir private Path folder;

  private Operator room() throws Exception {
    return Operator.of(folder.resolve("data"));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMade_isAnObject(Way way) throws Exception {
    try (var operator = room()) {
      operator.run("member", "add", ID, "--role", "admin").lines();
      operator.by(way);
      var invite = operator.run("invite", "create", "--uses", "3", "--json").json();
      assertThat(invite.path("usesLeft").asInt()).isEqualTo(3);
      assertThat(invite.path("link").asText()).contains("/join?");
      var number = invite.path("id").asText();
      var again = operator.run("invite", "new-link", number, "--json").json();
      assertThat(again.path("id")).isEqualTo(invite.path("id"));
      assertThat(again.path("link")).isNotEqualTo(invite.path("link"));
      var reset = operator.run("password", "reset-link", ID, "--json").json();
      assertThat(reset.path("id").asText()).isEqualTo(ID);
      assertThat(reset.path("link").asText()).startsWith("http");
      var app =
          operator
              .run("app", "add", "X", "https://x.example", "--platforms", "ios", "--json")
              .json();
      assertThat(app.path("name").asText()).isEqualTo("X");
      operator.runWithInput("# Hello", "notice", "set", "news", "--title", "T").lines();
      var notice = operator.run("notice", "show", "news", "--json").json();
      assertThat(notice.path("title").asText()).isEqualTo("T");
      assertThat(notice.path("content").asText()).isEqualTo("# Hello");
      var file = folder.resolve("backup");
      var backup = operator.run("backup", file.toString(), "--json").json();
      assertThat(backup.path("file").asText()).isEqualTo(file.toString());
      assertThat(backup.path("identity").asBoolean()).isTrue();
      assertThat(file).exists();
    }
  }

  @Test
  void setup_ofTheFirstAdmin_isAnObject() throws Exception {
    try (var operator = room()) {
      assertThat(operator.run("setup", "--admin", ID, "--json").json().path("admin").asText())
          .isEqualTo(ID);
    }
  }

  @Test
  void restore_asATrial_writesNothing_andRefusesWhatItWouldRefuse() throws Exception {
    var file = folder.resolve("backup");
    try (var operator = room()) {
      operator.run("backup", file.toString()).lines();
      operator
          .run("restore", file.toString(), "--dry-run")
          .isRefused(
              operator.run("restore", file.toString()).err().strip().replaceFirst("alcove: ", ""));
    }
    var target = Operator.at(folder.resolve("new"));

    assertThat(target.run("restore", file.toString(), "--dry-run").lines())
        .singleElement()
        .asString()
        .startsWith("would restore room @")
        .endsWith("into " + folder.resolve("new"));
    var object = target.run("restore", file.toString(), "--dry-run", "--json").json();
    assertThat(object.path("written").asBoolean()).isFalse();
    assertThat(folder.resolve("new")).doesNotExist();

    Files.write(file, new byte[100]);
    assertThat(target.run("restore", file.toString(), "--dry-run").code()).isEqualTo(1);
  }

  @Test
  void restore_saysWhatItMade_asAnObject() throws Exception {
    var file = folder.resolve("backup");
    room().run("backup", file.toString()).lines();

    var object =
        Operator.at(folder.resolve("new")).run("restore", file.toString(), "--json").json();

    assertThat(object.path("written").asBoolean()).isTrue();
    assertThat(object.path("openInvites").asLong()).isZero();
  }

  @Test
  void compact_asATrial_leavesTheFile() throws Exception {
    try (var operator = room()) {
      var file = folder.resolve("data/room.mv.db");
      var before = Files.readAllBytes(file);

      assertThat(operator.run("compact", "--dry-run").lines())
          .singleElement()
          .asString()
          .matches(".*room\\.mv\\.db: would write \\d+ KiB instead of \\d+ KiB");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      assertThat(folder.resolve("data/room-old.mv.db")).doesNotExist();
      var object = operator.run("compact", "--json").json();
      assertThat(object.path("before").asLong()).isEqualTo(before.length);
      assertThat(object.path("written").asBoolean()).isTrue();
      operator.start();
      assertThat(operator.run("compact", "--dry-run").err()).contains("stop it first");
    }
  }

  @Test
  void set_asATrial_saysWhatWouldGo_andChangesNothing() throws Exception {
    try (var operator = room()) {
      operator.run("setting", "set", "last-seen", "yes").lines();

      assertThat(operator.run("setting", "set", "last-seen", "no", "--dry-run").lines())
          .containsExactly(
              "would set last-seen to no; it is yes now, and the days that are kept would be"
                  + " deleted");
      assertThat(operator.run("setting", "set", "audit-log-days", "90", "--dry-run").lines())
          .containsExactly(
              "would set audit-log-days to 90; it is forever now, and entries and closed reports of"
                  + " more than 90 days would be deleted");
      assertThat(operator.run("setting", "set", "last-seen", "no", "--dry-run").code()).isZero();
      assertThat(operator.run("setting", "get", "last-seen").lines()).containsExactly("yes");
      assertThat(operator.run("setting", "set", "color", "blue", "--dry-run").code()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          setting set privacy-mode comunity | 1 | alcove: privacy-mode: expected open, community or restricted (did you mean community?)
          setting set privacy-mod open      | 2 | alcove: NAME: privacy-mod (expected one of
          """)
  void settingOfARoom_mistyped_isToldWithTheNearest(String line, int code, String complaint)
      throws Exception {
    try (var operator = room()) {
      var result = operator.run(line.split(" "));

      assertThat(result.code()).isEqualTo(code);
      assertThat(result.err()).startsWith(complaint).contains("did you mean ");
    }
  }

  @Test
  void settingOfTheStart_mistypedAnywhere_isToldWithTheNearest() throws Exception {
    var data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("alcove.properties"), "log-level = wran\nprivacy-mod = open\nhttps = nto\n");

    var problems =
        new HashSet<>(
            catchThrowableOfType(
                    ConfigException.class,
                    () ->
                        ConfigReader.read(
                            Map.of(Setting.DATA, data.toString(), Setting.PRIVACY_MODE, "comunity"),
                            Map.of("ALCOVE_CRYPTO", "nativ")))
                .problems());

    assertThat(problems)
        .anyMatch(line -> line.endsWith("restricted) (did you mean community?)"))
        .anyMatch(line -> line.startsWith("log-level in") && line.endsWith("(did you mean warn?)"))
        .anyMatch(line -> line.startsWith("privacy-mod in") && line.endsWith("privacy-mode?)"))
        .anyMatch(line -> line.startsWith("ALCOVE_CRYPTO") && line.endsWith("mean native?)"));
  }
}

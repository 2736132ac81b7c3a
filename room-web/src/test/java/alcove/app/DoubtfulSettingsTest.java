package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a room is warned of at its start. */
class DoubtfulSettingsTest {
  @TempDir private Path folder;

  private List<String> warnings(Map<Setting<?>, String> some) throws Exception {
    Map<Setting<?>, String> settings = new HashMap<>(some);
    settings.put(Setting.DATA, folder.resolve("data").toString());
    return DoubtfulSettings.warnings(
        ConfigReader.read(settings, Map.of()), TestPeers.newKeys().id());
  }

  @Test
  void settings_thatDoWhatTheyAreFor_areNoWarning() throws Exception {
    var program = Files.createFile(folder.resolve("carry"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    var password = Files.writeString(folder.resolve("password"), "secret");

    assertThat(warnings(Map.of())).isEmpty();
    assertThat(
            warnings(
                Map.of(
                    BackupSettings.FOLDER, folder.toString(),
                    BackupSettings.COMMAND, program.toString(),
                    AlertSettings.MAIL, "me@home.example",
                    AlertSettings.SMTP, "smtps://me%40home.example@mail.example:465",
                    AlertSettings.PASSWORD_FILE, password.toString())))
        .isEmpty();
    assertThat(warnings(Map.of(Setting.HTTP_LISTEN, "localhost"))).isEmpty();
  }

  @Test
  void backups_thatCannotBeMade_areAWarningEach() throws Exception {
    var unmounted = folder.resolve("unmounted");
    var program = Files.createFile(folder.resolve("carry"));

    assertThat(
            warnings(
                Map.of(
                    BackupSettings.FOLDER, unmounted.toString(),
                    BackupSettings.COMMAND, program.toString())))
        .containsExactly(
            "backups cannot be made so: there is no folder %s (is its disk mounted?)"
                .formatted(unmounted),
            "backups cannot be made so: the program %s is not there, or may not be run"
                .formatted(program));
  }

  @Test
  void password_thatIsMissing_isAWarning() throws Exception {
    var password = folder.resolve("password");

    assertThat(
            warnings(
                Map.of(
                    AlertSettings.MAIL, "me@home.example",
                    AlertSettings.SMTP, "smtps://me%40home.example@mail.example:465",
                    AlertSettings.PASSWORD_FILE, password.toString())))
        .singleElement()
        .asString()
        .startsWith("--alert-smtp-password-file: " + password);
  }

  @Test
  void portThatAnAuthorityCannotReach_isAWarning() throws Exception {
    assertThat(
            warnings(
                Map.of(
                    Setting.DOMAIN, "room.example",
                    Setting.HTTPS, "auto",
                    Setting.HTTP_LISTEN, "localhost")))
        .singleElement()
        .asString()
        .startsWith("--http-listen localhost beside --https auto: ");
  }
}

package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.ops.backup.Backup;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alcove backup now} with rooms that make backups by themselves, and with others. */
class BackupNowCommandTest {
  @TempDir private Path scratch;
  private Path data;
  private Path backups;

  @BeforeEach
  void makeFolder() throws Exception {
    data = scratch.resolve("data");
    backups = Files.createDirectory(scratch.resolve("backups"));
  }

  private RunningRoom room(Map<Setting<?>, String> more) throws Exception {
    Map<Setting<?>, String> settings = new HashMap<>(more);
    settings.put(Setting.DATA, data.toString());
    settings.put(Setting.LISTEN, "127.0.0.1");
    settings.put(Setting.SSB_PORT, "0");
    settings.put(Setting.HTTP_PORT, "0");
    return RunningRoom.start(ConfigReader.read(settings, Map.of()));
  }

  private static JsonNode json(Operator.Result result) throws Exception {
    assertThat(result.err()).isEmpty();
    return new JsonMapper().readTree(result.out());
  }

  @Test
  void now_makesTheDailyOne_whichIsThenTheLast() throws Exception {
    try (var _ = room(Map.of(BackupSettings.FOLDER, backups.toString()))) {
      var made = json(Operator.at(data).run("backup", "now", "--json"));

      var file = Path.of(made.path("file").asText());
      assertThat(file).hasParent(backups).hasSize(made.path("bytes").asLong());
      assertThat(Backup.read(file).room()).isNotNull();
      assertThat(Operator.at(data).run("backup", "list").out())
          .contains(file.getFileName().toString());
      var status = json(Operator.at(data).run("status", "--json"));
      assertThat(Instant.parse(status.path("lastBackup").asText()))
          .isAfter(Instant.now().minusSeconds(60));
      assertThat(Instant.parse(status.path("nextBackup").asText()))
          .isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(25)));

      Files.move(backups, scratch.resolve("unmounted"));
      assertThat(Operator.at(data).run("backup", "list").out())
          .contains("  (not there)", backups + ", which is not there (is its disk mounted?)");
    }
  }

  @Test
  void now_whenTheProgramAfterItFails_failsWithItsWords() throws Exception {
    var program = scratch.resolve("upload");
    Files.writeString(program, "#!/bin/sh\necho 'no such host' >&2\nexit 3\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (var _ =
        room(
            Map.of(
                BackupSettings.FOLDER, backups.toString(),
                BackupSettings.COMMAND, program.toString()))) {
      var result = Operator.at(data).run("backup", "now");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err())
          .startsWith("alcove: the backup failed: " + backups)
          .endsWith("was not taken elsewhere: %s ended with 3: no such host\n".formatted(program));
    }
  }

  @Test
  void now_ofARoomThatMakesNone_saysWhatIsMissing() throws Exception {
    try (var _ = room(Map.of())) {
      Operator.at(data)
          .run("backup", "now")
          .isRefused("the room makes no backups by itself: it was started without --backup-folder");
      assertThat(json(Operator.at(data).run("status", "--json")).path("nextBackup").isNull())
          .isTrue();
    }
  }

  @Test
  void now_whereNothingRuns_saysWhatToDoInstead() throws Exception {
    try (var operator = Operator.of(data)) {
      var result = operator.run("backup", "now");

      assertThat(result.code()).isEqualTo(3);
      assertThat(result.out()).contains("alcove backup FILE");
    }
  }
}

package alcove.app;

import alcove.identity.FeedId;
import alcove.ops.backup.BackupPlan;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Settings with which a room can start, though they do not do now what they are meant for. */
final class DoubtfulSettings {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

  private DoubtfulSettings() {}

  /** A line for each. Blocks. */
  static List<String> warnings(RoomConfig config, FeedId room) {
    List<String> warnings = new ArrayList<>();
    BackupSettings.plan(config, room).map(BackupPlan::obstacles).orElse(List.of()).stream()
        .map("backups cannot be made so: "::concat)
        .forEach(warnings::add);
    config
        .get(AlertSettings.PASSWORD_FILE)
        .filter(file -> !Files.isReadable(file))
        .map(
            file ->
                "%s: %s is not there, or cannot be read: no mail can be sent"
                    .formatted(AlertSettings.PASSWORD_FILE.flag(), file))
        .ifPresent(warnings::add);
    if (config.isHttpsAutomatic()) {
      config
          .get(Setting.HTTP_LISTEN)
          .filter(THIS_MACHINE::contains)
          .map(
              listen ->
                  "%s %s beside %s auto: whoever forgets the s of https, and an authority that looks"
                          .formatted(Setting.HTTP_LISTEN.flag(), listen, Setting.HTTPS.flag())
                      + " at port 80, find nothing there")
          .ifPresent(warnings::add);
    }
    return warnings;
  }
}

package alcove.app;

import alcove.crypto.CryptoUnavailableException;
import alcove.ops.backup.Backup;
import alcove.ops.backup.OpenedBackup;
import alcove.ops.backup.Restoration;
import alcove.ops.terminal.CommandException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove restore}: makes a room in the data directory out of a backup. */
@Command(
    name = "restore",
    description = {
      "Make a room in an empty data directory out of a backup; with a URL, its database on an empty"
          + " PostgreSQL.",
      "Everybody is signed out. What was blocked, removed or revoked since the backup was made is"
          + " not in it."
    })
final class RestoreCommand implements Callable<Integer> {
  /** Where the room shall be. */
  static final List<Setting<?>> SETTINGS =
      List.of(Setting.DATA, Setting.JDBC_URL, Setting.CRYPTO, Setting.LOG_LEVEL);

  private final SettingOptions options;

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  @Option(
      names = "--revoke-invites",
      description = "End all invites that were open: some may have been used since.")
  private boolean revokeInvites;

  @Option(
      names = "--identity",
      paramLabel = "KEYFILE",
      description = "The file with the key to a backup that is encrypted by age.")
  private @Nullable Path identity;

  RestoreCommand(SettingOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws CommandException, CryptoUnavailableException {
    var config = options.read();
    try (var opened = OpenedBackup.of(file, Optional.ofNullable(identity))) {
      long open = restore(opened.backup(), config);
      report(opened.backup(), config, open);
      return 0;
    }
  }

  private long restore(Backup backup, RoomConfig config)
      throws CommandException, CryptoUnavailableException {
    var crypto = config.get(Setting.CRYPTO).load();
    try (var directory = DataDirectory.open(config.data());
        var _ = Progress.of(options.terminal(), "restoring the backup")) {
      return new Restoration(
              backup, directory.path(), config.database(), crypto, InstantSource.system())
          .run(revokeInvites);
    }
  }

  private void report(Backup backup, RoomConfig config, long open) {
    var out = options.terminal().out();
    out.println("restored room %s as it was at %s".formatted(backup.room(), backup.made()));
    if (open > 0) {
      out.println(
          "open invites, which may have been used since then: %s (alcove invite list; "
                  .formatted(open)
              + "--revoke-invites would have ended them)");
    }
    out.println(
        "alcove serve --data %s%s starts it"
            .formatted(
                config.data(),
                config.database().isH2() ? "" : " " + Setting.JDBC_URL.flag() + " URL"));
  }
}

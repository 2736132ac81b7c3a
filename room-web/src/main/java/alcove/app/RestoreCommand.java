package alcove.app;

import alcove.crypto.CryptoUnavailableException;
import alcove.ops.backup.Backup;
import alcove.ops.backup.OpenedBackup;
import alcove.ops.backup.Restoration;
import alcove.ops.command.Caution;
import alcove.ops.command.JsonLine;
import alcove.ops.terminal.CommandException;
import alcove.room.model.StorageException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

  @Option(names = Caution.DRY_RUN, description = "Try each row, and say what it would make.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  RestoreCommand(SettingOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws CommandException, CryptoUnavailableException {
    var config = options.read();
    try (var opened = OpenedBackup.of(file, Optional.ofNullable(identity))) {
      if (dryRun) {
        rehearse(opened.backup(), config);
        return 0;
      }
      long open = restore(opened.backup(), config);
      report(opened.backup(), config, open);
      return 0;
    }
  }

  private void rehearse(Backup backup, RoomConfig config)
      throws CommandException, CryptoUnavailableException {
    restoration(backup, config.data(), config).requirePossible();
    try (var _ = Progress.of(options.terminal(), "trying each row of the backup")) {
      backup.rehearse();
    } catch (StorageException e) {
      throw new CommandException(
          "%s: it cannot be restored: %s".formatted(file, e.getMessage()), e);
    }
    if (json) {
      print(backup, config, OptionalLong.empty());
      return;
    }
    options
        .terminal()
        .out()
        .println(
            "would restore room %s as it was at %s, %s rows, into %s%s"
                .formatted(
                    backup.room(),
                    backup.made(),
                    backup.summary().rows(),
                    config.data(),
                    config.database().isH2()
                        ? ""
                        : ", its rows into " + config.database().shown()));
  }

  private void print(Backup backup, RoomConfig config, OptionalLong open) {
    var object =
        JsonNodeFactory.instance
            .objectNode()
            .put("room", backup.room().toString())
            .put("made", backup.made().toString())
            .put("rows", backup.summary().rows())
            .put("data", config.data().toString())
            .put("written", !dryRun);
    open.ifPresent(invites -> object.put("openInvites", invites));
    JsonLine.print(object, options.terminal().out());
  }

  private static Restoration restoration(Backup backup, Path data, RoomConfig config)
      throws CryptoUnavailableException {
    return new Restoration(
        backup, data, config.database(), config.get(Setting.CRYPTO).load(), InstantSource.system());
  }

  private long restore(Backup backup, RoomConfig config)
      throws CommandException, CryptoUnavailableException {
    try (var directory = DataDirectory.open(config.data());
        var _ = Progress.of(options.terminal(), "restoring the backup")) {
      return restoration(backup, directory.path(), config).run(revokeInvites);
    }
  }

  private void report(Backup backup, RoomConfig config, long open) {
    if (json) {
      print(backup, config, OptionalLong.of(open));
      return;
    }
    var out = options.terminal().out();
    out.println("restored room %s as it was at %s".formatted(backup.room(), backup.made()));
    if (open > 0) {
      out.println(
          "open invites, which may have been used since then: %s (alcove invite list; "
                  .formatted(open)
              + "--revoke-invites would have ended them)");
    }
    out.println(
        ("it starts by alcove serve --data %s%s, or by the service that has this directory; where"
                + " the room runs already, only that one may go on")
            .formatted(
                config.data(),
                config.database().isH2() ? "" : " " + Setting.JDBC_URL.flag() + " URL"));
    if (!config.database().isH2()) {
      out.println(
          "a room on several nodes: with %s as well, and each other node needs the file secret of this"
                  .formatted(Setting.CLUSTER.flag())
              + " directory before it starts");
    }
  }
}

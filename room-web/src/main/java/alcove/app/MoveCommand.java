package alcove.app;

import alcove.ops.backup.BackupSink;
import alcove.ops.backup.BackupStream;
import alcove.ops.backup.BackupTarget;
import alcove.ops.backup.Move;
import alcove.ops.terminal.CommandException;
import alcove.store.DatabaseUrl;
import alcove.store.RegistryPlace;
import alcove.store.RegistrySource;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alcove move}: takes a stopped room to another database, directory or machine. */
@Command(
    name = "move",
    description = {
      "Take the stopped room to another database, directory or machine, and compare all of it.",
      "What was there stays as it is, but for a mark by which it is started there no more."
    })
final class MoveCommand implements Callable<Integer> {
  /** Where the room is. */
  static final List<Setting<?>> SETTINGS =
      List.of(Setting.DATA, Setting.JDBC_URL, Setting.CRYPTO, Setting.LOG_LEVEL);

  private final SettingOptions options;

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--to-jdbc-url", paramLabel = "URL", description = "An empty PostgreSQL.")
  private @Nullable String toUrl;

  @Option(
      names = "--to-data",
      paramLabel = "DIR",
      description = "An empty data directory, or the room's own to leave PostgreSQL.")
  private @Nullable Path toData;

  @Option(
      names = "--to-file",
      paramLabel = "FILE",
      description = "A new file, for alcove restore; - is the standard output.")
  private @Nullable String toFile;

  MoveCommand(SettingOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws CommandException {
    if (toFile == null ? toUrl == null && toData == null : toUrl != null || toData != null) {
      throw refused("give --to-jdbc-url, --to-data or both, or --to-file");
    }
    var config = options.read();
    var identity = Identity.load(config.get(Setting.CRYPTO), DataDirectory.secretIn(config.data()));
    requireRegistry(config);
    try (var directory = lock(config)) {
      var source = new RegistrySource(config.database(), directory.path(), identity.keys().id());
      run(
          config,
          new Move(source, identity.crypto(), InstantSource.system(), VersionCommand.current()));
      return 0;
    }
  }

  /** As in a directory that was made for a node, or for commands from another machine. */
  private static void requireRegistry(RoomConfig config) throws CommandException {
    if (config.database().isH2() && !RegistryPlace.isIn(config.data())) {
      throw new CommandException(
          "there is no registry in %s, only an identity: give the room's database by --jdbc-url"
              .formatted(config.data()));
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(command.commandLine(), why);
  }

  private static DataDirectory lock(RoomConfig config) throws CommandException {
    try {
      return DataDirectory.open(config.data());
    } catch (CommandException e) {
      throw new CommandException("%s: stop it first".formatted(e.getMessage()), e);
    }
  }

  private void run(RoomConfig config, Move move) throws CommandException {
    if (toFile != null) {
      toFile(config, move, toFile);
    } else if (toData == null || isOwn(config, toData)) {
      inPlace(config, move);
    } else {
      elsewhere(move, toData.toAbsolutePath().normalize());
    }
  }

  private static boolean isOwn(RoomConfig config, Path data) {
    return data.toAbsolutePath().normalize().equals(config.data());
  }

  private void toFile(RoomConfig config, Move move, String name) throws CommandException {
    var terminal = options.terminal();
    var isStream = name.equals("-");
    try (BackupSink sink =
        isStream
            ? BackupStream.of(terminal.out(), terminal.isOutSeen())
            : BackupTarget.of(Path.of(name).toAbsolutePath(), false, config.data())) {
      try (var _ = progress()) {
        move.toFile(sink);
      }
    }
    if (!isStream) {
      say(
          "the room is in %s: alcove restore %s makes it anew on the other machine"
              .formatted(name, name));
    }
  }

  private void inPlace(RoomConfig config, Move move) throws CommandException {
    if (toUrl == null && config.database().isH2()) {
      throw refused("its database is in %s already".formatted(config.data()));
    }
    try (var _ = progress()) {
      move.inPlace(url(config.data()));
    }
    say(
        toUrl == null
            ? "the database is in %s: start it without --jdbc-url from now on"
                .formatted(config.data())
            : "the database is on PostgreSQL: start the room with --jdbc-url (ALCOVE_JDBC_URL) from"
                + " now on");
    say("all rows were compared; the former database is as it was");
  }

  private void elsewhere(Move move, Path data) throws CommandException {
    try (var directory = DataDirectory.open(data);
        var _ = progress()) {
      move.to(directory.path(), url(directory.path()));
    }
    say(
        "the room is in %s, and all rows were compared: alcove serve --data %s%s starts it"
            .formatted(data, data, toUrl == null ? "" : " --jdbc-url URL"));
    say("settings (alcove.properties) and texts of your own stay where they were: copy them");
  }

  private DatabaseUrl url(Path data) {
    return toUrl == null
        ? DatabaseUrl.in(data)
        : ValueParser.jdbcUrl()
            .read(Objects.requireNonNull(toUrl))
            .orElseThrow(
                () -> refused("--to-jdbc-url: expected " + ValueParser.jdbcUrl().description()));
  }

  private Progress progress() {
    return Progress.of(options.terminal(), "moving the room, and comparing all rows");
  }

  private void say(String line) {
    options.terminal().out().println(line);
  }
}

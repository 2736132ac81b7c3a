package alcove.app;

import alcove.ops.command.Caution;
import alcove.ops.command.JsonLine;
import alcove.ops.terminal.CommandException;
import alcove.room.model.StorageException;
import alcove.store.DatabaseUrl;
import alcove.store.FileUse;
import alcove.store.RegistryPlace;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alcove compact}: writes the database's file anew, while no server runs. */
@Command(
    name = "compact",
    description = {
      "Write the database's file anew, without what is dead in it, while the room is stopped.",
      "The start does it by itself when most of the file is dead."
    })
final class CompactCommand implements Callable<Integer> {
  /** Where the room is. */
  static final List<Setting<?>> SETTINGS =
      List.of(Setting.DATA, Setting.JDBC_URL, Setting.LOG_LEVEL);

  private final SettingOptions options;

  @Option(names = Caution.DRY_RUN, description = "Say what it would do, and do nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  CompactCommand(SettingOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws CommandException {
    var config = options.read();
    if (!(config.database() instanceof DatabaseUrl.H2File file)) {
      throw new CommandException("the registry is on PostgreSQL, which makes its own space free");
    }
    Identity.requireNoRestorationIn(config.data());
    if (!RegistryPlace.isIn(config.data())) {
      throw new CommandException(
          "no room in %s yet: alcove serve creates it".formatted(config.data()));
    }
    try (var directory = lock(config)) {
      compact(directory, file);
      return 0;
    }
  }

  private void tell(DatabaseUrl.H2File file, FileUse use) {
    if (json) {
      print(file, use.live(), use.bytes());
      return;
    }
    options
        .terminal()
        .out()
        .println(
            "%s: would write %s KiB instead of %s KiB"
                .formatted(file.file(), use.live() >> 10, use.bytes() >> 10));
  }

  private void print(DatabaseUrl.H2File file, long bytes, long before) {
    JsonLine.print(
        JsonNodeFactory.instance
            .objectNode()
            .put("file", file.file().toString())
            .put("bytes", bytes)
            .put("before", before)
            .put("written", !dryRun),
        options.terminal().out());
  }

  private long compact(DatabaseUrl.H2File file) throws IOException {
    try (var _ = Progress.of(options.terminal(), "writing the database's file anew")) {
      return RegistryPlace.compact(file);
    }
  }

  /** The server has the file open, and could not go on with another one. */
  private static DataDirectory lock(RoomConfig config) throws CommandException {
    try {
      return DataDirectory.open(config.data());
    } catch (CommandException e) {
      throw new CommandException("%s: stop it first".formatted(e.getMessage()), e);
    }
  }

  private void compact(DataDirectory directory, DatabaseUrl.H2File file) throws CommandException {
    try {
      if (dryRun) {
        tell(file, RegistryPlace.use(file));
        return;
      }
      var before = compact(file);
      if (json) {
        print(file, Files.size(file.file()), before);
        return;
      }
      options
          .terminal()
          .out()
          .println(
              "%s: %s KiB instead of %s KiB; as it was before it is in %s until the next start"
                  .formatted(
                      file.file(),
                      Files.size(file.file()) >> 10,
                      before >> 10,
                      directory.path().relativize(file.former())));
    } catch (StorageException | IOException e) {
      throw new CommandException(e);
    }
  }
}

package alcove.app;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoUnavailableException;
import alcove.ops.imports.ImportTarget;
import alcove.ops.imports.ReportPrinter;
import alcove.ops.terminal.CommandException;
import alcove.store.Database;
import alcove.store.goroom.GoRoomException;
import alcove.store.goroom.GoRoomFolder;
import alcove.store.goroom.ImportReport;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code alcove import go-ssb-room DIR}: makes a new room in the data directory out of what a
 * go-ssb-room kept, and says what became of each thing.
 */
@Command(
    name = "import",
    description = {
      "Make a new room out of the folder of another room server.",
      "Stop that server first. Its folder is read and never written."
    })
final class ImportCommand implements Callable<Integer> {
  /** Where the new room shall be. */
  static final List<Setting<?>> SETTINGS =
      List.of(Setting.DATA, Setting.JDBC_URL, Setting.CRYPTO, Setting.LOG_LEVEL);

  private static final String GO_SSB_ROOM = "go-ssb-room";

  private final SettingOptions options;

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = GO_SSB_ROOM, description = "whose folder it is")
  private String server = "";

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "the folder with its secret and roomdb")
  private Path folder = Path.of("");

  @Option(names = "--dry-run", description = "Only say what would become of it.")
  private boolean dryRun;

  @Option(names = "--json", description = "Say it as JSON on one line.")
  private boolean json;

  ImportCommand(SettingOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws CommandException, CryptoUnavailableException, GoRoomException {
    if (!server.equals(GO_SSB_ROOM)) {
      throw new ParameterException(
          command.commandLine(), server + ": unknown room server (expected " + GO_SSB_ROOM + ")");
    }
    var config = options.read();
    run(config, config.get(Setting.CRYPTO).load());
    return 0;
  }

  private void run(RoomConfig config, Crypto crypto) throws GoRoomException, CommandException {
    Identity.requireNoRestorationIn(config.data());
    var now = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
    var plan = GoRoomFolder.of(folder).plan(crypto, now);
    var target = new ImportTarget(plan, DataDirectory.secretIn(config.data()), crypto);
    if (dryRun) {
      print(config, rehearse(target, plan.report()));
    } else {
      target.requireNoOtherIdentity();
      try (var _ = Progress.of(options.terminal(), "importing")) {
        write(config, target, now);
      }
      print(config, plan.report());
    }
  }

  private static ImportReport rehearse(ImportTarget target, ImportReport report) {
    try {
      target.requireNoOtherIdentity();
      return report;
    } catch (CommandException e) {
      return report.with("the import itself would be refused: " + e.getMessage());
    }
  }

  private static void write(RoomConfig config, ImportTarget target, Instant now)
      throws CommandException {
    var directory = DataDirectory.open(config.data());
    try (directory;
        var database = Database.open(config.database(), config.data())) {
      target.write(database, now);
      database.belongTo(target.room());
    }
  }

  private void print(RoomConfig config, ImportReport report) {
    if (json) {
      ReportPrinter.printJson(report, !dryRun, options.terminal().out());
      return;
    }
    ReportPrinter.print(report, options.terminal().out());
    options
        .terminal()
        .out()
        .println(
            dryRun
                ? "dry run: nothing was written"
                : "the room is in %s: alcove serve --data %s starts it"
                    .formatted(config.data(), config.data()));
  }
}

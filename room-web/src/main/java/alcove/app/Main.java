package alcove.app;

import alcove.ops.bench.BenchCommand;
import alcove.ops.command.Words;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The entry point of {@code alcove.jar}. */
@Command(name = "alcove", description = "A Scuttlebutt room server.")
public final class Main {
  /** The exit code for a command line or a configuration that cannot be used. */
  static final int USAGE = 2;

  /** The exit code for everything else that goes wrong. */
  static final int FAILURE = 1;

  Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(Terminal.system(), args));
  }

  static int run(Terminal terminal, String... args) {
    var line = new CommandLine(new Main());
    addConfigured(line, terminal, EnumSet.allOf(Setting.class), ServeCommand::new);
    addConfigured(line, terminal, EnumSet.allOf(Setting.class), AddressCommand::new);
    addConfigured(line, terminal, ImportCommand.SETTINGS, ImportCommand::new);
    addConfigured(line, terminal, RestoreCommand.SETTINGS, RestoreCommand::new);
    var options = new SettingOptions();
    RoomCommands.addTo(line, options);
    line.addSubcommand(new VersionCommand(terminal));
    line.addSubcommand(new TrainCommand());
    line.addSubcommand(
        new CommandLine(new BenchCommand(terminal.out(), terminal.err()))
            .setCaseInsensitiveEnumValuesAllowed(true));
    prepare(line, terminal);
    line.setExecutionStrategy(new RoomDispatch(terminal, options, List.of(args)));
    return line.execute(args);
  }

  /** What holds for every command line, when all commands are in it. */
  static void prepare(CommandLine line, Terminal terminal) {
    addHelp(line);
    Words.teach(line);
    // An id begins with @, and is no file of arguments.
    line.setExpandAtFiles(false);
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setParameterExceptionHandler((e, given) -> Complaints.refuse(terminal, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> explain(terminal, e));
  }

  /** Adds a command that takes settings as flags. */
  private static void addConfigured(
      CommandLine line,
      Terminal terminal,
      Set<Setting> settings,
      BiFunction<Terminal, SettingOptions, ?> command) {
    var options = new SettingOptions();
    var subcommand = new CommandLine(command.apply(terminal, options));
    options.addTo(subcommand.getCommandSpec(), settings);
    line.addSubcommand(subcommand);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    command.getSubcommands().values().forEach(Main::addHelp);
  }

  private static int explain(Terminal terminal, Exception failure) throws Exception {
    var code = Complaints.explain(terminal, failure);
    if (code.isEmpty()) {
      throw failure;
    }
    return code.getAsInt();
  }
}

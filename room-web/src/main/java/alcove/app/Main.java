package alcove.app;

import alcove.ops.bench.BenchCommand;
import alcove.ops.command.CliConverters;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The program, which {@link alcove.start.Start} calls. */
@Command(name = "alcove", description = "A Scuttlebutt room server.")
public final class Main {
  /** The exit code for a command line or a configuration that cannot be used. */
  static final int USAGE = 2;

  /** The exit code for everything else that goes wrong. */
  static final int FAILURE = 1;

  Main() {}

  /**
   * Runs one command and exits with its code. The locale is nobody's, so that no library writes
   * figures or changes letters as they are where the machine stands.
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    var terminal = Terminal.system();
    var broken = HostCharset.ofThisProcess().complaint(List.of(args), terminal.environment());
    broken.ifPresent(terminal::complain);
    System.exit(broken.isPresent() ? USAGE : run(terminal, args));
  }

  static int run(Terminal terminal, String... args) {
    var arguments = List.of(args);
    var options = new SettingOptions();
    var line = new CommandLine(new Main());
    commands(terminal, options).addTo(line, arguments);
    prepare(line, terminal);
    line.setExecutionStrategy(new RoomDispatch(terminal, options, arguments));
    return line.execute(args);
  }

  private static Commands commands(Terminal terminal, SettingOptions options) {
    var all = Setting.all();
    var commands = new Commands();
    commands.add("serve", () -> configured(terminal, all, ServeCommand::new));
    commands.add("address", () -> configured(terminal, all, AddressCommand::new));
    commands.add("import", () -> configured(terminal, ImportCommand.SETTINGS, ImportCommand::new));
    commands.add(
        "restore", () -> configured(terminal, RestoreCommand.SETTINGS, RestoreCommand::new));
    RoomCommands.addTo(commands, options);
    commands.add(
        "compact", () -> configured(terminal, CompactCommand.SETTINGS, CompactCommand::new));
    commands.add("version", () -> new CommandLine(new VersionCommand(terminal)));
    commands.add("train", () -> new CommandLine(new TrainCommand(terminal)));
    commands.add(
        "bench",
        () ->
            new CommandLine(new BenchCommand(terminal.out(), terminal.err()))
                .setCaseInsensitiveEnumValuesAllowed(true));
    return commands;
  }

  /** What holds for every command line, when all commands are in it. */
  static void prepare(CommandLine line, Terminal terminal) {
    addHelp(line);
    CliConverters.teach(line);
    // An id begins with @, and is no file of arguments.
    line.setExpandAtFiles(false);
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setParameterExceptionHandler((e, given) -> ErrorPrinter.refuse(terminal, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> explain(terminal, e));
  }

  /** A command that takes settings as flags. */
  private static CommandLine configured(
      Terminal terminal,
      List<Setting<?>> settings,
      BiFunction<Terminal, SettingOptions, ?> command) {
    var options = new SettingOptions();
    var line = new CommandLine(command.apply(terminal, options));
    options.addTo(line.getCommandSpec(), settings);
    return line;
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
    var code = ErrorPrinter.explain(terminal, failure);
    if (code.isEmpty()) {
      throw failure;
    }
    return code.getAsInt();
  }
}

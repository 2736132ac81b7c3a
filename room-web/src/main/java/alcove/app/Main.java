package alcove.app;

import alcove.ops.bench.BenchCommand;
import alcove.ops.command.CliConverters;
import alcove.ops.terminal.ExitCode;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The program, which {@link alcove.start.Start} calls. */
@Command(name = "alcove", description = "A Scuttlebutt room server.")
public final class Main {
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
    System.exit(broken.isPresent() ? ExitCode.USAGE.number() : run(terminal, args));
  }

  /** Runs one command, and looks whether what it said could be written. */
  static int run(Terminal terminal, String... args) {
    return terminal.conclude(call(terminal, args));
  }

  private static int call(Terminal terminal, String... args) {
    var topic = HelpTopic.in(List.of(args));
    if (topic.isPresent()) {
      topic.get().lines().forEach(terminal.out()::println);
      return ExitCode.DONE.number();
    }
    var options = new SettingOptions(terminal);
    var commands = commands(options);
    var arguments = asCommands(List.of(args), commands.keySet());
    var line = line(commands, arguments, terminal);
    line.setExecutionStrategy(new RoomDispatch(options, arguments));
    if (arguments.isEmpty()) {
      line.usage(line.getErr());
      return ExitCode.USAGE.number();
    }
    return line.execute(arguments.toArray(String[]::new));
  }

  /** What people know from other programs: {@code help [COMMAND]} and {@code --version}. */
  private static List<String> asCommands(List<String> given, Set<String> commands) {
    var rest = given.stream().skip(1).toList();
    return switch (given.isEmpty() ? "" : given.getFirst()) {
      case "help" -> isHelpOnCommand(rest, commands) ? joined(rest, List.of("--help")) : rest;
      case "--version" -> joined(List.of("version"), rest);
      default -> given;
    };
  }

  /** What is no command is refused as it would be by itself. */
  private static boolean isHelpOnCommand(List<String> rest, Set<String> commands) {
    return rest.isEmpty() || commands.contains(rest.getFirst());
  }

  private static List<String> joined(List<String> first, List<String> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  /** The program's commands by name, in the order of the help. */
  private static Map<String, Supplier<CommandLine>> commands(SettingOptions options) {
    var terminal = options.terminal();
    var all = Setting.all();
    var commands = new LinkedHashMap<String, Supplier<CommandLine>>();
    commands.put("serve", () -> configured(terminal, all, ServeCommand::new));
    commands.put("address", () -> configured(terminal, all, AddressCommand::new));
    commands.put("import", () -> configured(terminal, ImportCommand.SETTINGS, ImportCommand::new));
    commands.put(
        "restore", () -> configured(terminal, RestoreCommand.SETTINGS, RestoreCommand::new));
    commands.putAll(RoomCommands.all(options));
    commands.put(
        "compact", () -> configured(terminal, CompactCommand.SETTINGS, CompactCommand::new));
    commands.put("move", () -> configured(terminal, MoveCommand.SETTINGS, MoveCommand::new));
    commands.put("version", () -> new CommandLine(new VersionCommand(terminal)));
    Supplier<CommandLine> program = () -> line(commands, List.of(), terminal);
    commands.put(
        "completion",
        () ->
            new CommandLine(new CompletionCommand(terminal, program))
                .setCaseInsensitiveEnumValuesAllowed(true));
    commands.put("manual", () -> new CommandLine(new ManualCommand(terminal, program)));
    commands.put("train", () -> new CommandLine(new TrainCommand(terminal)));
    commands.put(
        "bench",
        () ->
            new CommandLine(new BenchCommand(terminal.out()))
                .setCaseInsensitiveEnumValuesAllowed(true));
    commands.put(
        "bench-lists",
        () -> configured(terminal, ListBenchCommand.SETTINGS, ListBenchCommand::new));
    return commands;
  }

  /**
   * The command line for {@code arguments}, with the command that is called, or with all of them,
   * for help and for a hint, if none is. Only what is called is made, because making them is slow:
   * there are dozens, with some hundred flags in all.
   */
  static CommandLine line(
      Map<String, Supplier<CommandLine>> commands, List<String> arguments, Terminal terminal) {
    var line = new CommandLine(new Main());
    var called = arguments.isEmpty() ? null : commands.get(arguments.getFirst());
    if (called != null) {
      line.addSubcommand(arguments.getFirst(), called.get());
    } else {
      commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
    }
    addHelp(line);
    HelpPage.shape(line);
    CliConverters.teach(line);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            terminal.screen().colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    // An id begins with @, and is no file of arguments.
    line.setExpandAtFiles(false);
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setParameterExceptionHandler((e, given) -> ErrorPrinter.refuse(terminal, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> explain(terminal, e));
    return line;
  }

  /** The command line with all commands, as the help and the shells' completion have it. */
  static CommandLine wholeLine(Terminal terminal) {
    return line(commands(new SettingOptions(terminal)), List.of(), terminal);
  }

  /** A command that takes settings as flags. */
  private static CommandLine configured(
      Terminal terminal, List<Setting<?>> settings, Function<SettingOptions, ?> command) {
    var options = new SettingOptions(terminal);
    var called = command.apply(options);
    var line = new CommandLine(called);
    if (called instanceof ServeCommand) {
      options.addTo(line.getCommandSpec(), settings);
    } else {
      options.addQuietlyTo(line.getCommandSpec(), settings);
    }
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

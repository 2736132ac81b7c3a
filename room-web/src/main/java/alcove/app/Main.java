package alcove.app;

import alcove.ops.bench.BenchCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The entry point of {@code alcove.jar}. */
@Command(name = "alcove", description = "A Scuttlebutt room server.")
public final class Main {
  /** The exit code for a command line or a configuration that cannot be used. */
  static final int USAGE = 2;

  /** The exit code for everything else that goes wrong. */
  static final int FAILURE = 1;

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(Terminal.system(), args));
  }

  static int run(Terminal terminal, String... args) {
    var line = new CommandLine(new Main());
    addConfigured(line, terminal, ServeCommand::new);
    addConfigured(line, terminal, AddressCommand::new);
    line.addSubcommand(new VersionCommand(terminal));
    line.addSubcommand(new TrainCommand());
    line.addSubcommand(
        new CommandLine(new BenchCommand(terminal.out(), terminal.err()))
            .setCaseInsensitiveEnumValuesAllowed(true));
    addHelp(line);
    line.getSubcommands().values().forEach(Main::addHelp);
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setParameterExceptionHandler((e, given) -> refuse(terminal, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> explain(terminal, e));
    return line.execute(args);
  }

  /** Adds a command that takes the settings as flags. */
  private static void addConfigured(
      CommandLine line, Terminal terminal, BiFunction<Terminal, SettingOptions, ?> command) {
    var options = new SettingOptions();
    var subcommand = new CommandLine(command.apply(terminal, options));
    options.addTo(subcommand.getCommandSpec());
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
  }

  private static int refuse(Terminal terminal, ParameterException e) {
    var command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.complain("%s (%s --help explains)".formatted(e.getMessage(), command));
    return USAGE;
  }

  private static int explain(Terminal terminal, Exception failure) throws Exception {
    return switch (failure) {
      case ConfigException e -> {
        e.problems().forEach(terminal::complain);
        yield USAGE;
      }
      case StartupException e -> {
        terminal.complain(e.line());
        yield FAILURE;
      }
      default -> throw failure;
    };
  }
}

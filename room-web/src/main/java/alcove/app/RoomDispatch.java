package alcove.app;

import alcove.ops.backup.Backup;
import alcove.ops.backup.BackupSink;
import alcove.ops.command.BackupCommand;
import alcove.ops.command.Caution;
import alcove.ops.control.ControlClient;
import alcove.ops.control.ControlRequest;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.ExitCode;
import alcove.ops.terminal.FailureText;
import alcove.ops.terminal.Screen;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Decides where a command runs: one on a room within the server that holds the data directory, or
 * in this process if there is none; every other here.
 */
record RoomDispatch(SettingOptions options, List<String> arguments) implements IExecutionStrategy {
  /** How long a server may take from the lock to the control socket, and back. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** For one command line of these arguments. */
  RoomDispatch {
    arguments = List.copyOf(arguments);
  }

  private Terminal terminal() {
    return options.terminal();
  }

  @Override
  public int execute(ParseResult parsed) {
    requireNothingLost(parsed);
    var call = RoomCall.in(parsed);
    if (call.isEmpty()) {
      return new RunLast().execute(parsed);
    }
    var help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    call.get().requireComplete();
    if (terminal().isAnswered() && call.get().caution().filter(Caution::asks).isPresent()) {
      int trial = Main.run(terminal(), trial(arguments));
      if (trial != 0) {
        return trial;
      }
      if (!terminal().confirm("Do it?")) {
        terminal().complain("nothing is changed");
        return ExitCode.FAILED.number();
      }
    }
    try {
      var config = options.read();
      return call.get().command() instanceof BackupCommand backup && !backup.isNote()
          ? backUp(call.get(), backup, config)
          : dispatch(call.get(), config, terminal().out());
    } catch (CommandException e) {
      throw new ExecutionException(parsed.commandSpec().commandLine(), e.getMessage(), e);
    }
  }

  /** Refuses what stands before a command that does not take it: nobody would hear of it. */
  private static void requireNothingLost(ParseResult parsed) {
    for (var part = parsed; part.hasSubcommand(); part = part.subcommand()) {
      var command = part.subcommand().commandSpec();
      for (var given : part.matchedArgs()) {
        if (!(given instanceof OptionSpec option) || !reaches(option, command)) {
          throw new ParameterException(
              command.commandLine(),
              "%s does not take what stands before %s (a file of that name is ./%s)"
                  .formatted(command.qualifiedName(), command.name(), command.name()));
        }
      }
    }
  }

  /** Settings are those of the whole call; any other option is kept by the command it is given. */
  private static boolean reaches(OptionSpec option, CommandSpec command) {
    return (option.usageHelp() || CalledCommand.isSetting(option))
        && command.findOption(option.longestName()) != null;
  }

  /** These words as those of a trial: the flag stands behind the command and what it does. */
  static String[] trial(List<String> arguments) {
    var words = new ArrayList<>(arguments);
    words.add(2, Caution.DRY_RUN);
    return words.toArray(String[]::new);
  }

  /** The bytes come from whoever has the room open; what becomes of them is up to this process. */
  private int backUp(RoomCall call, BackupCommand backup, RoomConfig config)
      throws CommandException {
    try (var sink = backup.sink(HERE, config.data(), terminal().out(), terminal().isOutSeen())) {
      Backup.Summary made;
      try (var _ = Progress.of(terminal(), "backing up the room")) {
        var code = fill(call, config, sink);
        if (code != 0) {
          return code;
        }
        made = sink.finish();
      }
      if (Main.run(terminal(), BackupCommand.note(arguments).toArray(String[]::new)) != 0) {
        terminal().complain("the backup is made, but the audit log does not have it");
      }
      backup.report(made).ifPresent(terminal().out()::println);
      return 0;
    }
  }

  private int fill(RoomCall call, RoomConfig config, BackupSink sink) throws CommandException {
    try {
      return dispatch(call, config, sink.out());
    } catch (CommandException e) {
      // not because of the room, if this process itself took no more
      var why = sink.failure();
      if (why.isPresent()) {
        throw why.get();
      }
      throw e;
    }
  }

  private int dispatch(RoomCall call, RoomConfig config, OutputStream out) throws CommandException {
    var file = call.input();
    var input = file.isPresent() ? file.get().read(HERE, terminal().in()) : "";
    var screen = terminal().screen();
    var request = new ControlRequest(arguments, input, screen.equals(Screen.PLAIN) ? null : screen);
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var code = callServer(config, request, out, terminal().err());
      if (code.isPresent()) {
        return code.getAsInt();
      }
      var answer = call.command().withoutServer(config.data(), terminal().out());
      if (answer.isPresent()) {
        return answer.getAsInt();
      }
      var identity =
          Identity.load(config.get(Setting.CRYPTO), DataDirectory.secretIn(config.data()));
      var directory = DataDirectory.lockIfFree(config.data());
      if (directory.isPresent()) {
        return runHere(call, config, identity, out, request, directory.get());
      }
      pauseUntil(end, config);
    }
  }

  /** Writes the same bytes as a server sends. */
  private static int runHere(
      RoomCall call,
      RoomConfig config,
      Identity identity,
      OutputStream out,
      ControlRequest request,
      DataDirectory directory)
      throws CommandException {
    var address = Addresses.of(config, OpenPorts.chosen(config), identity.keys().id());
    var printer = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (directory;
        var open = OpenRoom.openForCommand(config, identity)) {
      var doctor = open.doctor(config, identity, address, Optional.empty());
      return call.runOn(
          open.access(
              config,
              address,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              doctor),
          request,
          printer);
    } finally {
      printer.flush();
    }
  }

  /** Has the server of the room's data directory carry a command out, if there is one. */
  static OptionalInt callServer(
      RoomConfig config, ControlRequest request, OutputStream out, OutputStream err)
      throws CommandException {
    try {
      return ControlClient.call(config.data(), request, out, err);
    } catch (IOException e) {
      throw new CommandException(
          "cannot talk to the server that holds %s: %s".formatted(config.data(), FailureText.of(e)),
          e);
    }
  }

  private static void pauseUntil(long end, RoomConfig config) throws CommandException {
    if (System.nanoTime() - end > 0) {
      throw new CommandException(
          "the server that holds %s does not listen on its control socket"
              .formatted(config.data()));
    }
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }
}

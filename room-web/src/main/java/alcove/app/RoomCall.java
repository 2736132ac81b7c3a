package alcove.app;

import alcove.ops.command.Caution;
import alcove.ops.command.RoomAccess;
import alcove.ops.command.RoomCommand;
import alcove.ops.command.TextFile;
import java.io.PrintStream;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** A command on a room as it was parsed, before it is known which process runs it. */
record RoomCall(RoomCommand command, ParseResult parsed) {
  /** The call, if this is one of a room's commands. */
  static Optional<RoomCall> in(ParseResult parsed) {
    for (var part = parsed; part != null; part = part.subcommand()) {
      if (part.commandSpec().userObject() instanceof RoomCommand command) {
        return Optional.of(new RoomCall(command, parsed));
      }
    }
    return Optional.empty();
  }

  /** The file whose text it takes, if it takes one. */
  Optional<TextFile> input() {
    return last().commandSpec().args().stream()
        .map(ArgSpec::getValue)
        .filter(TextFile.class::isInstance)
        .map(TextFile.class::cast)
        .findFirst();
  }

  /** Its options against losing something, if it can. */
  Optional<Caution> caution() {
    return last().commandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(Caution.class::isInstance)
        .map(Caution.class::cast)
        .findFirst();
  }

  /** Runs it in this process. */
  int runOn(RoomAccess access, PrintStream out, String input) {
    command.workOn(access, out, input);
    return new RunLast().execute(parsed);
  }

  /** Refuses a group of commands that was called without saying which of them. */
  void requireComplete() {
    var line = last().commandSpec().commandLine();
    var subcommands = line.getSubcommands().keySet();
    if (!subcommands.isEmpty()) {
      throw new ParameterException(line, "expected one of " + String.join(", ", subcommands));
    }
  }

  private ParseResult last() {
    var part = parsed;
    while (part.subcommand() != null) {
      part = part.subcommand();
    }
    return part;
  }
}

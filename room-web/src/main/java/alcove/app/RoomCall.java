package alcove.app;

import alcove.ops.command.Caution;
import alcove.ops.command.RoomAccess;
import alcove.ops.command.RoomCommand;
import alcove.ops.command.TextFile;
import alcove.ops.control.ControlRequest;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** A command on a room as it was parsed, before it is known which process runs it. */
record RoomCall(RoomCommand command, ParseResult parsed) {
  /**
   * The call, if this is one of a room's commands. Those below them are, if they are their methods.
   */
  static Optional<RoomCall> in(ParseResult parsed) {
    Optional<RoomCall> found = Optional.empty();
    for (var part = parsed; part != null; part = part.subcommand()) {
      found =
          switch (part.commandSpec().userObject()) {
            case RoomCommand command -> Optional.of(new RoomCall(command, parsed));
            case Method _ -> found;
            default -> Optional.empty();
          };
    }
    return found;
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

  /** Runs it in this process; a trial on a room that keeps nothing. */
  int runOn(RoomAccess access, ControlRequest request, PrintStream out) {
    var isTrial = last().hasMatchedOption(Caution.DRY_RUN);
    command.workOn(isTrial ? access.trial() : access, out, request.input(), request.shown());
    return new RunLast().execute(parsed);
  }

  /**
   * Refuses a group of commands that was called without saying which of them, or without what it
   * takes if it is none.
   */
  void requireComplete() {
    var command = last().commandSpec();
    var subcommands = command.subcommands().keySet();
    if (subcommands.isEmpty()) {
      return;
    }
    if (!(command.userObject() instanceof Callable)) {
      throw new ParameterException(
          command.commandLine(), "expected one of " + String.join(", ", subcommands));
    }
    command.positionalParameters().stream()
        .filter(each -> !last().hasMatchedPositional(each))
        .findFirst()
        .ifPresent(
            each -> {
              throw new MissingParameterException(command.commandLine(), each, each.paramLabel());
            });
  }

  private ParseResult last() {
    var part = parsed;
    while (part.subcommand() != null) {
      part = part.subcommand();
    }
    return part;
  }
}

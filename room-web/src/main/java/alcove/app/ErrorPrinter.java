package alcove.app;

import alcove.crypto.CryptoUnavailableException;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.ExitCode;
import alcove.ops.terminal.FailureText;
import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import alcove.store.goroom.GoRoomException;
import java.util.OptionalInt;
import picocli.CommandLine.ParameterException;

/**
 * The printer of what went wrong, in lines for the person at the terminal, and the exit codes that
 * go with it.
 */
final class ErrorPrinter {
  private ErrorPrinter() {}

  /** A command line that cannot be understood. */
  static int refuse(Terminal terminal, ParameterException e) {
    var command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.complain("%s (%s --help explains)".formatted(UsageText.of(e), command));
    return ExitCode.USAGE.number();
  }

  /** A command that failed; nothing if this is a fault of ours. */
  static OptionalInt explain(Terminal terminal, Exception failure) {
    return switch (failure) {
      case ConfigException e -> {
        e.problems().forEach(terminal::complain);
        yield OptionalInt.of(ExitCode.USAGE.number());
      }
      case CommandException e -> fail(terminal, e.line());
      case RefusedException e -> fail(terminal, e.text());
      case StorageException _, CryptoUnavailableException _, GoRoomException _ ->
          fail(terminal, FailureText.of(failure));
      default -> OptionalInt.empty();
    };
  }

  private static OptionalInt fail(Terminal terminal, String line) {
    terminal.complain(line);
    return OptionalInt.of(ExitCode.FAILED.number());
  }
}

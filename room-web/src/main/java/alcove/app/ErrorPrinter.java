package alcove.app;

import alcove.ops.command.CommandException;
import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
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
    terminal.complain("%s (%s --help explains)".formatted(e.getMessage(), command));
    return Main.USAGE;
  }

  /** A command that failed; nothing if this is a fault of ours. */
  static OptionalInt explain(Terminal terminal, Exception failure) {
    return switch (failure) {
      case ConfigException e -> {
        e.problems().forEach(terminal::complain);
        yield OptionalInt.of(Main.USAGE);
      }
      case StartupException e -> fail(terminal, e.line());
      case RefusedException e -> fail(terminal, e.text());
      case CommandException e -> fail(terminal, e.line());
      case StorageException e -> fail(terminal, FailureText.of(e));
      default -> OptionalInt.empty();
    };
  }

  private static OptionalInt fail(Terminal terminal, String line) {
    terminal.complain(line);
    return OptionalInt.of(Main.FAILURE);
  }
}

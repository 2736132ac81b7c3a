package alcove.ops.terminal;

import org.jspecify.annotations.Nullable;

/**
 * A command, or the start, cannot do what it should. The message is one line for the person at the
 * terminal, and says what to do about it.
 */
public class CommandException extends Exception {
  /** A failure in words. */
  public CommandException(String line) {
    super(line);
  }

  /** A failure in words, and what it came from. */
  public CommandException(@Nullable String line, Throwable cause) {
    super(line, cause);
  }

  /** A failure in the words of what it came from. */
  public CommandException(Throwable cause) {
    this(FailureText.of(cause), cause);
  }

  /** The line. */
  public final String line() {
    return String.valueOf(getMessage());
  }
}

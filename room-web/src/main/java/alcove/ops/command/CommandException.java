package alcove.ops.command;

/** A command cannot do what it should. The message is one line for the person who called it. */
public final class CommandException extends Exception {
  /** A failure in words. */
  public CommandException(String line) {
    super(line);
  }

  /** A failure in words, and what it came from. */
  public CommandException(String line, Throwable cause) {
    super(line, cause);
  }

  /** The line. */
  public String line() {
    return String.valueOf(getMessage());
  }
}

package alcove.ops.terminal;

/** A code with which the program ends; a promise to scripts. */
public enum ExitCode {
  /** What was asked for is done. */
  DONE(0, "what was asked for is done, or is so already"),
  /** It went wrong. */
  FAILED(1, "it went wrong, or was refused; a line on the standard error says why"),
  /** It was not begun. */
  USAGE(2, "the command line, a variable or a setting cannot be used; nothing was begun"),
  /** Nothing runs. */
  NOT_RUNNING(3, "alcove status, cluster, alert and backup now: no room runs there"),
  /** The signal SIGINT ended it. */
  INTERRUPTED(130, "it was interrupted (Ctrl-C)"),
  /** The reader of its output went away, as at the signal SIGPIPE. */
  UNREAD(141, "the program that read its output went away, such as head; it did what it should"),
  /** The signal SIGTERM ended it. */
  STOPPED(143, "the server, or the command, was told to stop (SIGTERM)");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The code. */
  public int number() {
    return number;
  }

  /** What it means, for people. */
  public String meaning() {
    return meaning;
  }
}

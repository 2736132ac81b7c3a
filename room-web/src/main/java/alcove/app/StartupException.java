package alcove.app;

/** The program cannot start. */
final class StartupException extends Exception {
  private final String line;

  StartupException(String line) {
    super(line);
    this.line = line;
  }

  StartupException(String line, Throwable cause) {
    super(line, cause);
    this.line = line;
  }

  /** One line that tells an operator what to do about it. */
  String line() {
    return line;
  }
}

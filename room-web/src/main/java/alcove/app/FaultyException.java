package alcove.app;

/** A certificate that cannot be used; the message says why. */
final class FaultyException extends Exception {
  private static final long serialVersionUID = 1L;

  FaultyException(String line) {
    super(line);
  }

  FaultyException(String line, Throwable cause) {
    super(line, cause);
  }
}

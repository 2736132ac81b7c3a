package alcove.tunnel.simulation;

/** Something that must never be true, and was. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what);
  }

  Violation(String what, Throwable cause) {
    super(what, cause);
  }

  /** What is wrong, whoever it was and in whatever numbers. */
  String kind() {
    return String.valueOf(getMessage())
        .replaceAll("@\\S+|\\[.*|\\b[a-z]?[0-9]+\\b|\\b[a-f]\\b", "#");
  }
}

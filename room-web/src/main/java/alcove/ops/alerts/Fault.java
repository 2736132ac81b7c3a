package alcove.ops.alerts;

/** A fault of the room itself, by its kind. Nothing of what it was about is in it. */
public sealed interface Fault {
  /**
   * An exception that nobody expected.
   *
   * @param type the name of its class
   */
  record Thrown(String type) implements Fault {}

  /** An event loop that was blocked. */
  record BlockedLoop() implements Fault {}

  /** Exceptions of more classes than are told apart. */
  record ManyThrown() implements Fault {}
}

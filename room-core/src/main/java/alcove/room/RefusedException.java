package alcove.room;

/**
 * The room does not do what it was asked to. The message is one sentence for the person who asked,
 * and says nothing about the inside.
 */
public final class RefusedException extends Exception {
  private final Refusal reason;

  /** A refusal in words. */
  public RefusedException(Refusal reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** The reason, for programs. */
  public Refusal reason() {
    return reason;
  }

  /** The sentence, for people. */
  public String text() {
    return String.valueOf(getMessage());
  }
}

package alcove.room.model;

import java.util.List;

/**
 * The room does not do what it was asked to. The message is one sentence for the person who asked,
 * and says nothing about the inside.
 */
public final class RefusedException extends Exception {
  private final Refusal reason;
  private final transient List<Integer> bounds;

  /**
   * A refusal in words.
   *
   * @param bounds the numbers that any sentence about it names, in their order
   */
  public RefusedException(Refusal reason, String message, Integer... bounds) {
    super(message, null, false, false);
    this.reason = reason;
    this.bounds = List.of(bounds);
  }

  /** The reason, for programs. */
  public Refusal reason() {
    return reason;
  }

  /** The numbers that any sentence about it names, in their order. */
  public List<Integer> bounds() {
    return bounds;
  }

  /** The sentence, for people. */
  public String text() {
    return String.valueOf(getMessage());
  }
}

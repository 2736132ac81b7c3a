package alcove.crypto;

/** A peer's public key is not one that an honest peer could have. */
public final class InvalidPointException extends Exception {
  /** Why a point is refused. */
  public enum Reason {
    /**
     * The encoding is not the shortest form of its number: at least 2^255 - 19, or a stray top bit.
     */
    NOT_CANONICAL("not canonically encoded"),
    /** The order divides eight, so that anybody can compute the shared secret. */
    SMALL_ORDER("of small order"),
    /** No point of the curve, or one outside the subgroup of prime order. */
    OUTSIDE_SUBGROUP("not in the subgroup of prime order");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  InvalidPointException(Reason reason) {
    super("public key is " + reason.text);
    this.reason = reason;
  }

  /** Why the point is refused. */
  public Reason reason() {
    return reason;
  }
}

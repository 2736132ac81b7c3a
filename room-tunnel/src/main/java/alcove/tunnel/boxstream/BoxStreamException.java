package alcove.tunnel.boxstream;

/** The incoming box stream is broken for good; the connection is to be closed. No stack trace. */
public final class BoxStreamException extends Exception {

  private final Reason reason;

  BoxStreamException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** What was wrong, as something to count. */
  public Reason reason() {
    return reason;
  }

  /** Why a stream is broken. */
  public enum Reason {
    /** A header does not open: forged, damaged, reordered or repeated. */
    BAD_HEADER,
    /** An authentic header announces a body of more than 4096 bytes. */
    BODY_TOO_LONG,
    /** A body does not open. */
    BAD_BODY,
    /** Bytes follow the goodbye. */
    AFTER_GOODBYE,
    /** The receiver of the bodies threw; what it was given is lost to it. */
    RECEIVER_FAILED
  }
}

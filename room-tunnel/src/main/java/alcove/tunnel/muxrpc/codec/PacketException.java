package alcove.tunnel.muxrpc.codec;

/** The peer broke the packet format; its connection cannot go on. No stack trace. */
public final class PacketException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a packet stream is beyond repair. */
  public enum Reason {
    /** The two type bits of the flags are 3. */
    UNKNOWN_BODY_TYPE,
    /** The body is longer than this kind of packet may be. */
    BODY_TOO_LONG,
    /** The request number is 0 or has no positive counterpart. */
    BAD_REQUEST_NUMBER,
    /** Bytes arrived after a goodbye or after an earlier exception. */
    AFTER_END,
    /** The peer kept sending on substreams that take no input. */
    UNWANTED_DATA,
    /** The peer kept calling although its calls were refused for coming too quickly. */
    CALL_FLOOD,
    /** The peer kept sending what belongs to no call. */
    STRAY_FLOOD
  }

  private final Reason reason;

  /** An exception that ends the connection for {@code reason}. */
  public PacketException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Why, for counting and logging. */
  public Reason reason() {
    return reason;
  }
}

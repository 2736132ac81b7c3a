package alcove.tunnel.shs;

/**
 * The other side sent a handshake message that cannot be accepted. The connection is to be closed
 * without another byte: silence tells a stranger nothing. Carries no stack trace.
 */
public final class HandshakeException extends Exception {

  private final Reason reason;

  HandshakeException(Reason reason) {
    super(reason.text, null, false, false);
    this.reason = reason;
  }

  /** What was wrong, as something to count. */
  public Reason reason() {
    return reason;
  }

  /** Why a handshake failed. */
  public enum Reason {
    /** The hello's MAC does not fit: another app key, or no handshake at all. */
    BAD_HELLO_MAC("hello is not of this network"),
    /** The ephemeral key of the hello leads to a shared secret that anyone can know. */
    LOW_ORDER_POINT("ephemeral key of low order"),
    /** The clientAuth does not open: the client dialled another key, or forges. */
    BAD_CLIENT_AUTH_BOX("clientAuth does not open"),
    /** The serverAccept does not open. */
    BAD_SERVER_ACCEPT_BOX("serverAccept does not open"),
    /** The long-term key is not the canonical encoding of a point of large order. */
    INVALID_PUBLIC_KEY("long-term key is not a usable Ed25519 key"),
    /** The box opened, but the signature in it is not that of the long-term key. */
    BAD_SIGNATURE("signature does not verify");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }
}

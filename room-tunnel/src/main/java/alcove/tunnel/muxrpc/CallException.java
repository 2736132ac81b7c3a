package alcove.tunnel.muxrpc;

/** A call that is refused or has failed: ends its substream with an error, never the connection. */
public final class CallException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  /** A refusal with the text that the caller gets to read. */
  public CallException(String text) {
    super(text);
    this.text = text;
  }

  /** The text that the caller gets to read. */
  public String text() {
    return text;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}

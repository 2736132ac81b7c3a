package alcove.tunnel.muxrpc;

/** The way in which a substream came to its end, seen from our side. */
public sealed interface SubstreamEnd {
  /** The peer ended it in good order. */
  record Clean() implements SubstreamEnd {}

  /** The peer ended it with an error; {@code message} is the peer's text and not to be trusted. */
  record Failed(String message) implements SubstreamEnd {}

  /** The connection it ran on is gone. */
  record ConnectionLost() implements SubstreamEnd {}
}

package alcove.tunnel.muxrpc;

import alcove.tunnel.muxrpc.codec.BodyType;

/**
 * Takes what the peer sends on one source, sink or duplex. All calls come on the connection's event
 * loop; {@link #ended} comes exactly once and last, and never for an end that we sent ourselves.
 */
@FunctionalInterface
public interface SubstreamReceiver {
  /** What the peer may send on this substream. */
  enum Input {
    /** Nothing but an end. */
    NONE,
    /** Whole bodies within the session's limit. */
    BODIES,
    /** Binary bodies of any length, in parts as they arrive; others whole. */
    BINARY_PARTS
  }

  /** What the peer may send: nothing, unless a receiver says otherwise. */
  default Input input() {
    return Input.NONE;
  }

  /** A whole body; the array belongs to the receiver. Empty bodies are not handed over. */
  default void body(BodyType type, byte[] body) {}

  /** A part of a binary body: 1 byte at least; the array is valid during the call only. */
  default void part(byte[] buffer, int offset, int length) {}

  /** The substream is over; if we had not ended it yet, the session has done so by now. */
  void ended(SubstreamEnd end);
}

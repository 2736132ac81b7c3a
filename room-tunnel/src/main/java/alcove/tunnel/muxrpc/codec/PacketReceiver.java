package alcove.tunnel.muxrpc.codec;

/**
 * Takes what a {@link PacketDecoder} finds, in the order of the stream.
 *
 * @param <X> what the receiver throws to end the connection
 */
public interface PacketReceiver<X extends Exception> {
  /** What becomes of the body of a packet whose header has just been read. */
  enum Treatment {
    /** Keep it and hand it over whole; the receiver has judged that its length is bearable. */
    COLLECT,
    /** Hand over each part as it arrives; any length. */
    STREAM,
    /** Read past it. */
    DISCARD
  }

  /** Judges a packet by its header, before any byte of its body is kept. */
  Treatment header(PacketHeader header) throws X;

  /** A whole packet, after {@link Treatment#COLLECT}. The array belongs to the receiver. */
  void packet(PacketHeader header, byte[] body) throws X;

  /**
   * A part of a body, after {@link Treatment#STREAM}: {@code length} is at least 1, and the array
   * is only valid during the call.
   */
  void part(PacketHeader header, byte[] buffer, int offset, int length) throws X;

  /** The peer has said all it wanted to say on this connection. */
  void goodbye() throws X;
}

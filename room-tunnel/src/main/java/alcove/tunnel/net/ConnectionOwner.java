package alcove.tunnel.net;

/**
 * The owner of connections: told of the events of a connection's life, each once at most, on its
 * event loop.
 */
public interface ConnectionOwner {
  /** The handshake is done and calls can be made. */
  void opened(PeerConnection connection);

  /**
   * The peer of an open connection has hung up while we do not read from it. What it said before
   * still counts, but nothing can be said to it any more.
   */
  default void hungUp(PeerConnection connection) {}

  /** Over, whether it was ever open or not; {@link PeerConnection#isKnown} says which. */
  void closed(PeerConnection connection, CloseReason reason);

  /** The goodbyes are out and its socket is closed, too. */
  default void gone(PeerConnection connection) {}
}

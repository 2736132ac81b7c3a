package alcove.tunnel.presence;

import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.net.PeerConnection;

/** A peer that is told who attends. */
sealed interface Subscriber permits AttendantsSubscriber, EndpointsSubscriber {
  /** The connection that it subscribed on. */
  PeerConnection connection();

  /** Ends the subscription of a peer that may not see who attends; any thread. */
  void refuse();

  /** What it is sent by; belongs to its connection's event loop. */
  Substream substream();

  /** Ends it with an error; any thread. */
  default void fail(String message) {
    connection().loop().eventLoop().execute(() -> substream().fail(message));
  }
}

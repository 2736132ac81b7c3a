package alcove.tunnel.presence;

import alcove.tunnel.net.PeerConnection;

/** A peer that is told who attends. */
sealed interface Subscriber permits AttendantsSubscriber, EndpointsSubscriber {
  /** The connection that it subscribed on. */
  PeerConnection connection();

  /** Ends the subscription of a peer that may not see who attends; any thread. */
  void refuse();

  /** Ends it with an error; any thread. */
  void fail(String message);
}

package alcove.tunnel.presence;

import alcove.tunnel.net.PeerConnection;

/** A peer that is told who attends. */
sealed interface Subscriber permits AttendantsSubscriber, EndpointsSubscriber {
  /** What clients of other rooms know as the answer to an external's subscription. */
  String NOT_FOR_EXTERNALS = "external user are not allowed to enumerate members";

  /** The connection that it subscribed on. */
  PeerConnection connection();

  /** Ends the subscription of a peer that may not see who attends; any thread. */
  void refuse();
}

package alcove.tunnel.presence;

import alcove.cluster.NodeId;
import alcove.tunnel.net.PeerConnection;

/** A thing that a peer attends by. Immutable. */
sealed interface AttendanceSource {
  /** A connection to this process. */
  record Connected(PeerConnection connection) implements AttendanceSource {}

  /** Another node, by however many connections there. */
  record Elsewhere(NodeId node) implements AttendanceSource {}
}

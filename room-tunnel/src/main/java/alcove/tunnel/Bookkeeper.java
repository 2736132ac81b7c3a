package alcove.tunnel;

import alcove.identity.FeedId;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.ConnectionOwner;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Peers;
import alcove.tunnel.presence.Attendance;
import alcove.tunnel.splice.Tunnels;
import java.util.function.Consumer;

/**
 * The entering of connections into the books of presence and tunnels, and the taking out.
 * Immutable; called on the connection's event loop.
 *
 * @param judge looks whether one may be there by the standings as they are then
 * @param onOpened hears whose connection was opened and judged
 */
record Bookkeeper(
    ConnectionCounts counts,
    Tunnels tunnels,
    Peers peers,
    Attendance attendance,
    Consumer<PeerConnection> judge,
    Consumer<FeedId> onOpened)
    implements ConnectionOwner {
  @Override
  public void opened(PeerConnection connection) {
    counts.countOpened();
    tunnels.opened(connection);
    peers.add(connection);
    // Standings may have changed since the peer was admitted. A round of judging that was too
    // early to find it in the register is followed by this look at them.
    judge.accept(connection);
    onOpened.accept(connection.peer());
  }

  @Override
  public void hungUp(PeerConnection connection) {
    peers.hungUp(connection);
    attendance.closed(connection, false);
  }

  @Override
  public void closed(PeerConnection connection, CloseReason reason) {
    boolean known = connection.isKnown();
    counts.countClosed(reason, known);
    if (known) {
      peers.remove(connection);
      attendance.closed(connection, reason.isLoss());
      tunnels.closed(connection);
    }
  }
}

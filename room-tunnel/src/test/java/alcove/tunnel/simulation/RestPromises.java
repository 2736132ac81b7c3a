package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.splice.Tunnels;
import java.util.List;

/**
 * What must be so whenever all is at rest and nobody is late with anything: what somebody waits for
 * then comes by a date at best, and nothing but dates may be waited for.
 */
final class RestPromises {
  private final SimulatedRoom room;
  private final World world;
  private final TunnelServer server;

  RestPromises(SimulatedRoom room) {
    this.room = room;
    this.world = room.world();
    this.server = room.server();
  }

  private void require(boolean isSo, String what) {
    if (!isSo) {
      world.violate(what);
    }
  }

  /** Whether no loop, no peer and no end of a connection keeps the room waiting. */
  private boolean isCalm() {
    return room.loops().stream().noneMatch(SimulatedLoop::isBlocked)
        && room.peers().stream().allMatch(RestPromises::isCalm);
  }

  private static boolean isCalm(SimulatedPeer peer) {
    return peer.isTroubled()
        ? peer.wire().isForgotten() && peer.wire().outgoingBytes() == 0
        : peer.isReading() && peer.wire().unread() == 0 && peer.wire().outgoingBytes() == 0;
  }

  void requireAtRest() {
    if (isCalm()) {
      room.peers(SimulatedPeer::isLively).forEach(this::requireServed);
      room.tunnels().all(end -> end.peer().isLively()).forEach(this::requireAtRest);
      room.people().forEach(each -> requireBooked(each.id()));
      requireFigures();
    }
  }

  private void requireServed(SimulatedPeer peer) {
    List<String> unanswered = peer.calls().unanswered();
    require(unanswered.isEmpty(), peer + " has no answer to " + unanswered);
    for (Volley volley : peer.calls().volleys()) {
      require(volley.owed() == 0, peer + " has no answer to its ping");
    }
    for (PresenceView view : peer.calls().views()) {
      require(view.isOpen() || view.isOver(), view + " has not been ended");
    }
    require(!peer.wire().isPaused(), peer + " is not read from any more");
    require(peer.wire().unreadByRoom() == 0, peer + " has sent what was not read");
  }

  private void requireAtRest(SimulatedTunnelEnd end) {
    SimulatedTunnelEnd partner = end.partner();
    if (end.sentEnd() != SimulatedTunnelEnd.End.NONE) {
      require(end.gotEnd() != SimulatedTunnelEnd.End.NONE, end + " has ended, and got no end");
    } else if (end.isOpen() && partner != null) {
      require(
          partner.isOpen() && partner.peer().isLively(),
          end + " goes on, and its other end is over: " + partner);
      require(end.hasAllOf(partner), lost(end, partner));
    }
  }

  private static String lost(SimulatedTunnelEnd end, SimulatedTunnelEnd partner) {
    return "%s got %s of the %s bytes that %s has sent"
        .formatted(end, end.received(), partner.sent(), partner);
  }

  /** The room has no calls on its books that are over. */
  private void requireBooked(FeedId who) {
    List<SimulatedPeer> lively = room.peers(each -> each.isLively() && each.id().equals(who));
    List<PeerConnection> connections = server.connections().all(who);
    int live = lively.stream().mapToInt(each -> each.calls().live()).sum();
    int ignored = lively.stream().mapToInt(each -> each.calls().ignored()).sum();
    int booked = connections.stream().mapToInt(each -> each.session().live()).sum();
    String name = room.nameOf(who);
    require(
        connections.size() == lively.size(),
        "%s connections of %s (%s)".formatted(connections.size(), name, lively.size()));
    require(
        booked >= live && booked <= live + ignored,
        "%s calls of %s are under way (%s)".formatted(booked, name, live));
    boolean isAwaited = connections.stream().anyMatch(PeerConnection::isAwaited);
    require(!isAwaited || booked > live, name + " is waited for, for nothing");
  }

  private void requireFigures() {
    long callers =
        room.tunnels()
            .all(each -> each.isCaller() && each.isOpen() && each.peer().isLively())
            .size();
    Tunnels tunnels = server.tunnels();
    require(
        tunnels.open() == callers, "%s tunnels are open (%s)".formatted(tunnels.open(), callers));
    require(tunnels.held() == 0, tunnels.held() + " bytes are held for nobody");
  }
}

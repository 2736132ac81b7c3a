package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.splice.Tunnels;
import java.util.List;
import java.util.function.Supplier;

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

  private void require(boolean isSo, Supplier<String> what) {
    if (!isSo) {
      world.violate(what.get());
    }
  }

  /** Whether no loop, no peer and no end of a connection keeps the room waiting. */
  boolean isCalm() {
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
      room.signIns().requireAtRest();
    }
  }

  private void requireServed(SimulatedPeer peer) {
    List<String> unanswered = peer.calls().unanswered();
    require(unanswered.isEmpty(), () -> peer + " has no answer to " + unanswered);
    for (Volley volley : peer.calls().volleys()) {
      require(volley.owed() == 0, () -> peer + " has no answer to its ping");
    }
    for (PresenceView view : peer.calls().views()) {
      require(view.isOpen() || view.isOver(), () -> view + " has not been ended");
    }
    require(!peer.wire().isPaused(), () -> peer + " is not read from any more");
    require(peer.wire().unreadByRoom() == 0, () -> peer + " has sent what was not read");
  }

  private void requireAtRest(SimulatedTunnelEnd end) {
    SimulatedTunnelEnd partner = end.partner();
    if (end.sentEnd() != SimulatedTunnelEnd.End.NONE) {
      require(
          end.gotEnd() != SimulatedTunnelEnd.End.NONE, () -> end + " has ended, and got no end");
    } else if (end.isOpen() && partner != null) {
      require(
          partner.isOpen() && partner.peer().isLively(),
          () -> end + " goes on, and its other end is over: " + partner);
      require(end.hasAllOf(partner), () -> lost(end, partner));
    }
  }

  private static String lost(SimulatedTunnelEnd end, SimulatedTunnelEnd partner) {
    return "%s got %s of the %s bytes that %s has sent"
        .formatted(end, end.received(), partner.sent(), partner);
  }

  /** The room has no calls on its books that are over. */
  private void requireBooked(FeedId who) {
    int lively = 0;
    int live = 0;
    int ignored = 0;
    for (SimulatedPeer each : room.peers()) {
      if (each.id().equals(who) && each.isLively()) {
        lively++;
        live += each.calls().live();
        ignored += each.calls().ofRoom().ignored();
      }
    }
    int connections = 0;
    int booked = 0;
    boolean isAwaited = false;
    for (PeerConnection each : server.connections().all(who)) {
      connections++;
      booked += each.session().live();
      isAwaited |= each.isAwaited();
    }
    if (connections != lively) {
      world.violate("%s connections of %s (%s)".formatted(connections, room.nameOf(who), lively));
    }
    if (booked < live || booked > live + ignored) {
      world.violate("%s calls of %s are under way (%s)".formatted(booked, room.nameOf(who), live));
    }
    if (isAwaited && booked <= live) {
      world.violate(room.nameOf(who) + " is waited for, for nothing");
    }
  }

  private void requireFigures() {
    long callers =
        room.tunnels()
            .all(each -> each.isCaller() && each.isOpen() && each.peer().isLively())
            .size();
    Tunnels tunnels = server.tunnels();
    require(
        tunnels.open() == callers,
        () -> "%s tunnels are open (%s)".formatted(tunnels.open(), callers));
    require(tunnels.held() == 0, () -> tunnels.held() + " bytes are held for nobody");
  }
}

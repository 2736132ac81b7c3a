package alcove.tunnel.simulation;

import alcove.identity.FeedKeyPair;
import alcove.tunnel.muxrpc.SessionLimits;
import alcove.tunnel.splice.Tunnels;
import java.time.Duration;
import java.util.List;

/**
 * What must be possible once all is settled, and what must not: as much as limits allow, and not
 * one more. What is still counted of those who have gone shows there.
 */
final class Trials {
  private final SimulatedRoom room;
  private final World world;

  Trials(SimulatedRoom room) {
    this.room = room;
    this.world = room.world();
  }

  void begin() {
    for (int i = world.chance().below(4); i > 0; i--) {
      tryQuotas();
    }
    boolean hasCancelled = room.peers().stream().anyMatch(each -> each.calls().hasCancelled());
    if (hasCancelled || world.chance().oneIn(4)) {
      tryCalls();
    }
    List<String> limited = room.limitedAddresses();
    if (!limited.isEmpty()) {
      tryDoor(world.chance().of(limited));
    }
  }

  /** As many as may come from one address can, once those from there have gone. */
  private void tryDoor(String address) {
    var limits = room.terms().limits().connections();
    List<FeedKeyPair> welcome =
        room.people().stream().filter(each -> room.policy().admits(each.id())).toList();
    int most = limits.perAddress();
    boolean isPlain =
        !welcome.isEmpty()
            && room.from(address).size() + most < limits.burst()
            && room.peers(SimulatedPeer::isLively).size() + most < limits.connections();
    if (!isPlain) {
      return;
    }
    world.note("how many may come from %s is tried".formatted(address));
    for (SimulatedPeer each : room.from(address)) {
      each.end(false, SimulatedWire.End.RESET);
    }
    world.live(Duration.ofSeconds(1));
    SimulatedLoop loop = world.chance().of(room.loops());
    for (int i = 0; i <= most; i++) {
      FeedKeyPair who = welcome.get(i % welcome.size());
      SimulatedPeer peer = room.connect(who, loop, address, world.chance());
      peer.sayHello();
      world.rest();
      if (peer.isIn() != (i < most)) {
        world.violate(
            "%s sockets from %s: that is %s"
                .formatted(i + 1, address, i < most ? "not allowed" : "too many"));
      }
    }
    world.requireNoViolation();
  }

  /** As many tunnels as there may be can be opened, and not one more: nothing is still counted. */
  private void tryQuotas() {
    List<SimulatedPeer> callers = room.peers(SimulatedPeer::isLively);
    if (callers.size() < 2) {
      return;
    }
    SimulatedPeer caller = world.chance().of(callers);
    SimulatedPeer target = world.chance().of(callers);
    boolean isPlain =
        !caller.id().equals(target.id())
            && !room.isGuest(caller.id())
            && !room.isGuest(target.id())
            && room.policy().mayLead(caller.id(), target.id())
            && room.of(target.id()).stream()
                .noneMatch(each -> each != target && !each.wire().isDown())
            && room.tunnels().all(each -> each.isOpen() && each.partner() == null).isEmpty();
    if (!isPlain) {
      return;
    }
    world.note("%s tries how many tunnels lead to %s".formatted(caller, target));
    target.calls().attend(true);
    room.deeds().tunnels().haveTargetsAnswer();
    world.live(Duration.ofSeconds(20));
    Tunnels.Quota quota = room.terms().limits().tunnels();
    int left =
        Math.min(
            quota.outgoing() - open(caller, true).size(),
            quota.incoming() - open(target, false).size());
    for (int i = 0; i <= left; i++) {
      SimulatedTunnelEnd end = caller.calls().openTunnel(target.id(), true);
      world.live(Duration.ofMillis(300));
      boolean isThere = end.isOpen() && !end.hasReceivedNothing();
      if (isThere != (i < left)) {
        world.violate(
            "%s tunnels from %s to %s: that is %s"
                .formatted(i + 1, caller, target, i < left ? "not allowed" : "too many"));
      }
    }
    world.requireNoViolation();
  }

  /** As many calls as may be under way at once can be made, and not one more. */
  private void tryCalls() {
    List<SimulatedPeer> peers = room.peers(SimulatedPeer::isLively);
    if (peers.isEmpty()) {
      return;
    }
    List<SimulatedPeer> odd = peers.stream().filter(each -> each.calls().hasCancelled()).toList();
    SimulatedPeer peer = world.chance().of(odd.isEmpty() ? peers : odd);
    world.note("%s tries how many calls it may make".formatted(peer));
    world.live(Duration.ofSeconds(3));
    int left = SessionLimits.ROOM.openCalls() - peer.calls().openStreams();
    for (int i = 0; i <= left; i++) {
      Volley volley = peer.calls().volley();
      world.rest();
      if (volley.isOver() != (i == left)) {
        world.violate("%s could make %s calls (%s)".formatted(peer, i, left));
      }
    }
    world.requireNoViolation();
  }

  private List<SimulatedTunnelEnd> open(SimulatedPeer peer, boolean asCaller) {
    return room.tunnels()
        .all(each -> each.peer() == peer && each.isCaller() == asCaller && each.isOpen());
  }
}

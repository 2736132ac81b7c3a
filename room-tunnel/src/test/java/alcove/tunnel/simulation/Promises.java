package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.splice.EndReason;
import alcove.tunnel.splice.FlowLimits;
import alcove.tunnel.splice.Tunnels;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a room promises: at each step, once all is at rest, and when everybody has gone. */
final class Promises {
  /** What is written to a wire at once beyond what its system takes, at most, in bytes. */
  private static final int MOST_OUTGOING = (64 << 10) + 2 * (34 + 4096) + (64 << 10) + 2048;

  /** The longest body that is held whole, and a bit. */
  private static final long BODY = (64 << 10) + 1024;

  /** By when others have been told of somebody who does not come back, in nanoseconds. */
  private static final long TOLD_GONE = Duration.ofSeconds(8).toNanos();

  private final SimulatedRoom room;
  private final World world;
  private final TunnelServer server;
  private final RestPromises rest;

  Promises(SimulatedRoom room, RestPromises rest) {
    this.room = room;
    this.rest = rest;
    this.world = room.world();
    this.server = room.server();
  }

  private void require(boolean isSo, String what) {
    if (!isSo) {
      world.violate(what);
    }
  }

  /** After each step. */
  void requireAlways() {
    long held = server.tunnels().held();
    if (held < 0 || held > 2L * room.terms().limits().flow().mark()) {
      requireBounded(held);
    }
    for (SimulatedPeer each : room.peers()) {
      if (each.wire().outgoingBytes() > MOST_OUTGOING) {
        world.violate(
            "%s bytes wait to be sent to %s".formatted(each.wire().outgoingBytes(), each));
      }
    }
    if (server.tunnels().open() < 0 || server.sockets() < 0) {
      world.violate("less than nothing is open");
    }
  }

  private void requireBounded(long held) {
    FlowLimits flow = room.terms().limits().flow();
    long most = 0;
    for (SimulatedTunnelEnd _ : room.tunnels().all(SimulatedTunnelEnd::mayBeHeldFor)) {
      most += flow.sharedMark() + BODY;
    }
    for (SimulatedPeer each : room.peers()) {
      most += 2L * room.terms().largestRead() + each.wire().outgoingBytes();
    }
    require(held >= 0 && held <= most, "%s bytes are held (at most %s)".formatted(held, most));
  }

  /** Once all have had time to do what there was to do. */
  void requireSettled() {
    boolean hasDead = room.peers().stream().anyMatch(each -> each.isCut() && !each.wire().isDown());
    if (!hasDead) {
      room.peers(SimulatedPeer::isLively).forEach(this::requireSettled);
      room.tunnels().all(end -> end.peer().isLively()).forEach(this::requireSettled);
      requireFigures();
    }
    requirePresence();
    room.signIns().requireSettled();
    require(server.closed(CloseReason.INTERNAL_ERROR) == 0, "a connection ended by a fault");
  }

  private void requireSettled(SimulatedPeer peer) {
    require(room.policy().admits(peer.id()), peer + " is still in, and may not be");
    for (PresenceView view : peer.calls().views()) {
      require(!view.isOpen() || view.hasBegun(), view + " was told nothing");
      require(!view.isOpen() || room.policy().mayAttend(peer.id()), view + " goes on, and may not");
    }
  }

  private void requireSettled(SimulatedTunnelEnd end) {
    if (!end.isOpen()) {
      return;
    }
    if (end.partner() == null) {
      long age = world.now() - Math.max(end.openedAt(), room.disturbedAt());
      Duration answer = room.terms().limits().flow().answer();
      require(age < answer.plusSeconds(5).toNanos(), end + " has neither an answer nor an end");
    }
    require(
        room.policy()
            .mayLead(
                end.isCaller() ? end.peer().id() : end.other(),
                end.isCaller() ? end.other() : end.peer().id()),
        end + " goes on, and may not lead there");
  }

  private void requireFigures() {
    Tunnels tunnels = server.tunnels();
    long ended = Stream.of(EndReason.values()).mapToLong(tunnels::ended).sum();
    require(
        tunnels.opened() == tunnels.open() + ended,
        "%s tunnels were opened, %s have ended and %s are open"
            .formatted(tunnels.opened(), ended, tunnels.open()));
    long lively = room.peers(SimulatedPeer::isLively).size();
    require(server.peers() == lively, "%s peers (%s)".formatted(server.peers(), lively));
    require(server.sockets() == lively, "%s sockets (%s)".formatted(server.sockets(), lively));
    require(server.pendingHandshakes() == 0, "handshakes go on");
    long closed = Stream.of(CloseReason.values()).mapToLong(server::closedWhenOpen).sum();
    require(
        server.opened() == lively + closed,
        "%s connections were opened, %s have closed and %s are open"
            .formatted(server.opened(), closed, lively));
    long sent =
        room.tunnels().all(end -> true).stream().mapToLong(SimulatedTunnelEnd::sentInAll).sum();
    long received =
        room.tunnels().all(end -> true).stream().mapToLong(SimulatedTunnelEnd::received).sum();
    require(
        tunnels.bytes() <= sent && tunnels.bytes() >= received,
        "%s bytes were counted, %s sent and %s received"
            .formatted(tunnels.bytes(), sent, received));
  }

  /** The same of presence alone, if nothing was in its way for so many nanoseconds. */
  void requirePresenceIfQuiet(long nanos) {
    if (rest.isCalm() && room.isUndisturbedFor(nanos)) {
      requirePresence();
    }
  }

  private void requirePresence() {
    Set<FeedId> there = new LinkedHashSet<>();
    boolean isSure = true;
    for (SimulatedPeer each : room.peers()) {
      boolean wishes = each.attendance().wants() && room.policy().mayAttend(each.id());
      if (wishes && each.isLively()) {
        there.add(each.id());
      }
      isSure &= !each.isLively() || each.wire().unreadByRoom() == 0;
      isSure &= !wishes || each.isLively() || isGoneForLong(each);
    }
    if (!isSure) {
      return;
    }
    require(
        server.attendants().equals(there),
        "the room knows of %s (%s)".formatted(names(server.attendants()), names(there)));
    require(server.presence().online() == there.size(), "another number is online");
    for (SimulatedPeer each : room.peers(SimulatedPeer::isLively)) {
      Set<FeedId> others = new LinkedHashSet<>(there);
      others.remove(each.id());
      for (PresenceView view : each.calls().views()) {
        if (view.isOpen()) {
          require(
              view.told().equals(others),
              "%s knows of %s (%s)".formatted(view, names(view.told()), names(others)));
          requireLossesTold(view, others);
        }
      }
    }
  }

  /** Whether others have been told that they do not attend by it any more. */
  private boolean isGoneForLong(SimulatedPeer peer) {
    return peer.wire().isDown() && world.now() - peer.wire().downAt() >= TOLD_GONE;
  }

  /** Who was lost while they attended by something else has come again for those who were told. */
  private void requireLossesTold(PresenceView view, Set<FeedId> there) {
    for (SimulatedRoom.Loss loss : room.losses()) {
      boolean matters =
          !view.isEndpoints() && there.contains(loss.who()) && view.beganAt() < loss.at();
      if (matters && view.joined(loss.who()) < loss.at()) {
        world.violate(view + " was not told again of " + room.nameOf(loss.who()));
      }
    }
  }

  private List<String> names(Set<FeedId> some) {
    return some.stream().map(room::nameOf).sorted().toList();
  }

  /** When everybody has gone. */
  void requireNothing() {
    Tunnels tunnels = server.tunnels();
    require(server.sockets() == 0, server.sockets() + " sockets are left");
    require(server.pendingHandshakes() == 0, server.pendingHandshakes() + " handshakes are left");
    require(server.peers() == 0, server.peers() + " peers are left");
    require(server.attendants().isEmpty(), "somebody attends still");
    require(tunnels.open() == 0, tunnels.open() + " tunnels are left");
    require(tunnels.held() == 0, tunnels.held() + " bytes are held for nobody");
    require(server.closed(CloseReason.INTERNAL_ERROR) == 0, "a connection ended by a fault");
  }
}

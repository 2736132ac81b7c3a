package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.codec.BodyType;
import java.time.Duration;
import java.util.List;

/** Deeds that open tunnels, send through them and end them. */
final class TunnelDeeds {
  /** What a peer has on its way to the room at most, in bytes. */
  private static final int FULL = 512 << 10;

  private final World world;
  private final SimulatedRoom room;
  private final Picks picks;
  private boolean areTargetsKind;

  TunnelDeeds(SimulatedRoom room, Picks picks) {
    this.room = room;
    this.world = room.world();
    this.picks = picks;
  }

  private Chance chance() {
    return world.chance();
  }

  void openTunnel(SimulatedPeer peer) {
    List<FeedId> others =
        room.peers(each -> each.isLively() && each.attendance().sureSinceStep() >= 0).stream()
            .map(SimulatedPeer::id)
            .filter(each -> !each.equals(peer.id()))
            .toList();
    FeedId target =
        others.isEmpty() || chance().oneIn(8) ? picks.somebody().id() : chance().of(others);
    SimulatedTunnelEnd end = peer.calls().openTunnel(target, chance().oneIn(2));
    if (!chance().oneIn(5)) {
      sendOn(end, 1);
    }
  }

  /** From now on targets answer at once. */
  void haveTargetsAnswer() {
    areTargetsKind = true;
  }

  /** What the target of a tunnel does at once. */
  void greet(SimulatedTunnelEnd end) {
    switch (areTargetsKind ? 3 : chance().below(12)) {
      case 0 -> end.end(SimulatedTunnelEnd.End.ERROR);
      case 1 -> end.end(SimulatedTunnelEnd.End.CLEAN);
      case 2 -> world.note(end + " says nothing");
      default -> sendOn(end, 1);
    }
  }

  void sendOn(SimulatedTunnelEnd end, int times) {
    int most = 40_000;
    for (int i = 0; i < times && end.peer().wire().unreadByRoom() < FULL; i++) {
      switch (chance().below(8)) {
        case 0 -> end.sendBody(BodyType.STRING, chance().length(most));
        case 1 -> end.sendBody(BodyType.JSON, chance().length(most));
        default -> end.sendBytes(chance().length(most));
      }
    }
  }

  /** Much is sent to somebody who reads it very slowly. */
  void tire(SimulatedTunnelEnd end) {
    SimulatedTunnelEnd partner = end.partner();
    if (partner != null) {
      partner.peer().readSlowly();
      sendOn(end, 40);
      world.live(Duration.ofSeconds(chance().between(60, 130)));
    }
  }

  void end(SimulatedTunnelEnd end) {
    if (chance().oneIn(3)) {
      sendOn(end, chance().between(1, 3));
    }
    end.end(chance().oneIn(4) ? SimulatedTunnelEnd.End.ERROR : SimulatedTunnelEnd.End.CLEAN);
  }
}

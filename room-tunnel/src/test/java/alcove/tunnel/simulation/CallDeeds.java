package alcove.tunnel.simulation;

import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Deeds that are calls of a peer, right ones and wrong ones. */
final class CallDeeds {
  /** What is written for a peer that is behind, in bytes; more waits for that. */
  private static final int BEHIND = 64 << 10;

  private final World world;
  private final SimulatedRoom room;
  private final Picks picks;

  CallDeeds(SimulatedRoom room, Picks picks) {
    this.room = room;
    this.world = room.world();
    this.picks = picks;
  }

  private Chance chance() {
    return world.chance();
  }

  void call(SimulatedPeer peer) {
    switch (chance().below(5)) {
      case 0 ->
          peer.calls()
              .ask(
                  "whoami",
                  value -> require(peer, value.path("id").asText().equals(room.id().toString())));
      case 1 ->
          peer.calls()
              .ask(
                  "room.metadata",
                  value -> require(peer, value.path("name").asText().equals("simulated")));
      case 2 -> peer.calls().ask("tunnel.ping", peer::requireTime);
      case 3 ->
          peer.calls()
              .ask(
                  "manifest",
                  value -> require(peer, value.path("manifest").asText().equals("sync")));
      default ->
          peer.calls()
              .ask("tunnel.isRoom", value -> require(peer, value.path("features").isArray()));
    }
  }

  private void require(SimulatedPeer peer, boolean isRight) {
    if (!isRight) {
      world.violate(peer + " got a wrong answer");
    }
  }

  void callWrongly(SimulatedPeer peer) {
    String odd = "no.such" + chance().below(100);
    switch (chance().below(4)) {
      case 0 ->
          peer.calls()
              .call(
                  odd,
                  Json.array(),
                  new PeerCalls.Answer() {
                    @Override
                    public void value(JsonNode value) {
                      require(peer, false);
                    }

                    @Override
                    public void error(String message) {
                      require(peer, message.contains(odd.replace('.', ',')));
                    }
                  });
      case 1 ->
          peer.calls()
              .callWrongly("{\"name\":[]}".getBytes(StandardCharsets.UTF_8), chance().oneIn(2));
      case 2 -> peer.calls().callWrongly("[".getBytes(StandardCharsets.UTF_8), chance().oneIn(2));
      default ->
          peer.calls()
              .callWrongly(
                  "{\"name\":[\"tunnel\",\"connect\"],\"args\":[],\"type\":\"source\"}"
                      .getBytes(StandardCharsets.UTF_8),
                  true);
    }
  }

  void callOften(SimulatedPeer peer) {
    boolean isLong = chance().oneIn(2);
    if (chance().oneIn(3)) {
      peer.read(false);
    }
    for (int i = chance().between(20, 180); i > 0; i--) {
      if (isLong) {
        peer.calls().ask("manifest", value -> require(peer, value.has("gossip")));
      } else {
        peer.calls().ask("tunnel.ping", peer::requireTime);
      }
    }
  }

  /** Somebody has so much to read that a list of who attends does not get through. */
  void flood(SimulatedPeer peer) {
    peer.calls().subscribe(true);
    world.live(Duration.ofMillis(1500));
    peer.read(false);
    for (int i = 0; i < 5 && peer.wire().outgoingBytes() < BEHIND; i++) {
      for (int each = 0; each < 45; each++) {
        peer.calls().ask("manifest", value -> require(peer, value.has("gossip")));
      }
      world.live(Duration.ofSeconds(1));
    }
    picks.with(
        room.peers(each -> each.isLively() && !each.id().equals(peer.id())),
        other -> other.calls().attend(!other.attendance().wants()));
    world.live(Duration.ofSeconds(2));
    peer.read(true);
    picks.perhapsWaitForNews();
  }

  void endSubscription(SimulatedPeer peer) {
    picks.with(
        peer.calls().views().stream().filter(PresenceView::isOpen).toList(),
        view -> {
          if (chance().oneIn(4)) {
            peer.calls().sendWhereNothingIsTaken(view);
          } else {
            peer.calls().end(view);
          }
        });
  }

  void volley(SimulatedPeer peer) {
    List<Volley> open = peer.calls().volleys().stream().filter(Volley::isOpen).toList();
    if (open.isEmpty()) {
      peer.calls().volley().send();
    } else if (chance().oneIn(5)) {
      chance().of(open).end();
    } else {
      chance().of(open).send();
    }
  }

  void misbehave(SimulatedPeer peer) {
    peer.misbehaves();
    switch (chance().below(5)) {
      case 0 -> peer.sendNonsense(new byte[chance().between(1, 200)]);
      case 1 -> peer.line().send(3, 1_000_000, new byte[1]);
      case 2 ->
          peer.line()
              .send(
                  PacketHeader.flags(BodyType.JSON, false, false), 1_000_001, new byte[1], 70_000);
      case 3 ->
          peer.line()
              .send(
                  PacketHeader.flags(BodyType.BINARY, true, false),
                  1_000_001,
                  new byte[9],
                  100_000_000);
      default -> peer.line().sendCut(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, chance());
    }
  }
}

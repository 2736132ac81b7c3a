package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls that the room makes on one connection, and what its peer answers. */
final class RoomsCalls {
  private static final int JSON = PacketHeader.flags(BodyType.JSON, false, false);
  private static final int JSON_END = PacketHeader.flags(BodyType.JSON, false, true);

  private final SimulatedPeer peer;
  private final PeerCalls own;
  private final World world;
  private final Map<Integer, SimulatedTunnelEnd> taken = new LinkedHashMap<>();
  private int last;
  private int ignored;

  RoomsCalls(SimulatedPeer peer, PeerCalls own) {
    this.peer = peer;
    this.own = own;
    this.world = peer.world();
  }

  /** Tunnels that it was called for. */
  Collection<SimulatedTunnelEnd> tunnels() {
    return taken.values();
  }

  /** The room has called and gets no answer. */
  void doesNotAnswer() {
    ignored++;
  }

  int ignored() {
    return ignored;
  }

  void receive(PacketHeader header, byte[] body) {
    int number = header.requestNumber();
    SimulatedTunnelEnd tunnel = taken.get(number);
    if (tunnel != null) {
      own.hear(tunnel, header, body, -number);
    } else if (number <= last || header.end()) {
      world.violate(peer + " got something for a call of the room's that is over: " + number);
    } else {
      last = number;
      take(number, peer.json(body), header.stream());
    }
  }

  private void take(int number, JsonNode request, boolean stream) {
    List<String> parts = new ArrayList<>();
    request.path("name").forEach(part -> parts.add(part.asText()));
    String name = String.join(".", parts);
    JsonNode args = request.path("args");
    switch (name) {
      case "tunnel.connect" -> takeTunnel(number, args.path(0), stream);
      case "tunnel.ping" -> {
        peer.askedForLife();
        if (world.chance().oneIn(2)) {
          reply(number, Json.encode(Json.array().add(1).get(0)));
        } else {
          refuse(number, "method:tunnel,ping is not in list of allowed methods");
        }
      }
      case "httpAuth.requestSolution" ->
          peer.room().signIns().asked(peer, number, args.path(0).asText(), args.path(1).asText());
      default -> world.violate(peer + " was called for what it does not know: " + request);
    }
  }

  void reply(int number, byte[] json) {
    peer.line().send(JSON, -number, json);
  }

  void replyText(int number, String text) {
    peer.line()
        .send(
            PacketHeader.flags(BodyType.STRING, false, false),
            -number,
            text.getBytes(StandardCharsets.UTF_8));
  }

  void refuse(int number, String message) {
    byte[] error = Json.encode(Json.object().put("name", "Error").put("message", message));
    peer.line().send(JSON_END, -number, error);
  }

  private void takeTunnel(int number, JsonNode wish, boolean stream) {
    FeedId origin = peer.parse(wish.path("origin"));
    boolean fits =
        stream
            && peer.parse(wish.path("target")).equals(peer.id())
            && peer.parse(wish.path("portal")).equals(peer.room().id());
    if (!fits) {
      world.violate(peer + " was called in a wrong way: " + wish);
    }
    peer.room().requireMayMeet(origin, peer);
    SimulatedTunnelEnd end =
        new SimulatedTunnelEnd(
            peer.room().tunnels(), peer, -number, false, origin, world.chance().next());
    taken.put(number, end);
    peer.room().tunnels().add(end);
    long open = taken.values().stream().filter(SimulatedTunnelEnd::isOpen).count();
    if (open > peer.room().terms().limits().tunnels().incoming()) {
      world.violate(peer + " was called for " + open + " tunnels at once");
    }
    peer.room().deeds().tunnels().greet(end);
  }
}

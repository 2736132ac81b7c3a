package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls of one peer on one connection: each is answered once, and rightly. */
final class PeerCalls {
  private static final int JSON = PacketHeader.flags(BodyType.JSON, false, false);
  private static final int JSON_STREAM = PacketHeader.flags(BodyType.JSON, true, false);
  private static final int JSON_END = PacketHeader.flags(BodyType.JSON, false, true);
  private static final int STREAM_END = PacketHeader.flags(BodyType.JSON, true, true);

  /** The one answer to an async call. */
  interface Answer {
    void value(JsonNode value);

    default void error(String message) {}

    /** The room did not look at the call. */
    default void notHeard() {}
  }

  private record Call(String name, Answer answer) {}

  private final SimulatedPeer peer;
  private final World world;
  private final RoomsCalls ofRoom;
  private final Map<Integer, Call> calls = new LinkedHashMap<>();
  private final Map<Integer, SimulatedTunnelEnd> opened = new LinkedHashMap<>();
  private final Map<Integer, PresenceView> views = new LinkedHashMap<>();
  private final Map<Integer, Volley> volleys = new LinkedHashMap<>();
  private final Set<Integer> cancelled = new LinkedHashSet<>();
  private boolean hasCancelled;
  private int lastNumber;
  private int spent;
  private int accepted;
  private int tunnelsOpened;

  PeerCalls(SimulatedPeer peer) {
    this.peer = peer;
    this.world = peer.world();
    this.ofRoom = new RoomsCalls(peer, this);
  }

  /** Those that the room makes on this connection. */
  RoomsCalls ofRoom() {
    return ofRoom;
  }

  void spend(int permits) {
    spent += permits;
  }

  /** Calls that it has made so far, of all kinds. */
  int everOpened() {
    return lastNumber;
  }

  /** Permits that its calls have cost so far. */
  int spent() {
    return spent;
  }

  int tunnelsOpened() {
    return tunnelsOpened;
  }

  List<PresenceView> views() {
    return List.copyOf(views.values());
  }

  List<SimulatedTunnelEnd> tunnels() {
    List<SimulatedTunnelEnd> all = new ArrayList<>(opened.values());
    all.addAll(ofRoom.tunnels());
    return all;
  }

  List<Volley> volleys() {
    return List.copyOf(volleys.values());
  }

  /** What the room has not answered. */
  List<String> unanswered() {
    return calls.values().stream().map(Call::name).toList();
  }

  /**
   * What is under way on this connection, calls of the room's included, as far as its peer knows.
   */
  int live() {
    return openOf(opened.values()) + openOf(ofRoom.tunnels()) + openStreams() + calls.size();
  }

  private static int openOf(Collection<SimulatedTunnelEnd> tunnels) {
    int open = 0;
    for (SimulatedTunnelEnd each : tunnels) {
      open += each.isOpen() ? 1 : 0;
    }
    return open;
  }

  /** Substreams of this peer that are open as far as it knows. */
  int openStreams() {
    int open = 0;
    for (PresenceView each : views.values()) {
      open += each.isOver() ? 0 : 1;
    }
    for (Volley each : volleys.values()) {
      open += each.isOver() ? 0 : 1;
    }
    return open;
  }

  // What the peer asks of the room.

  private int open(String name, ArrayNode args, @Nullable String type) {
    ObjectNode request = Json.object();
    if (world.chance().oneIn(5)) {
      request.put("name", name.contains(".") ? "" : name);
    }
    if (request.path("name").asText("").isEmpty()) {
      ArrayNode parts = Json.array();
      for (String part : name.split("\\.", -1)) {
        parts.add(part);
      }
      request.set("name", parts);
    }
    request.set("args", args);
    if (type != null) {
      request.put("type", type);
    }
    byte[] body = Json.encode(request);
    int number = ++lastNumber;
    spent += 1 + body.length / 1024;
    peer.line().send(type == null ? JSON : JSON_STREAM, number, body);
    return number;
  }

  int call(String name, ArrayNode args, Answer answer) {
    int number = open(name, args, null);
    calls.put(number, new Call(name, answer));
    return number;
  }

  boolean hasCancelled() {
    return hasCancelled;
  }

  /** Does not want the answer any more, which may be on its way. */
  void cancel(int number) {
    if (calls.remove(number) != null) {
      cancelled.add(number);
      hasCancelled = true;
      peer.line().send(JSON_END, number, "true".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Asks to attend, or to attend no more. */
  void attend(boolean wanted) {
    int number = open(wanted ? "tunnel.announce" : "tunnel.leave", Json.array(), null);
    peer.attendance().asked(number, wanted);
    calls.put(number, new Call(wanted ? "announce" : "leave", new AttendanceAnswer(number)));
  }

  private final class AttendanceAnswer implements Answer {
    private final int number;

    AttendanceAnswer(int number) {
      this.number = number;
    }

    @Override
    public void value(JsonNode value) {
      if (!value.asBoolean()) {
        world.violate(peer + " got an odd answer: " + value);
      }
      peer.attendance().applied(number);
    }

    @Override
    public void notHeard() {
      peer.attendance().notHeard(number);
    }

    @Override
    public void error(String message) {
      peer.attendance().waits(number);
      if (!message.endsWith("external users are not allowed to attend")
          || !peer.wasTouchedByPolicy()) {
        world.violate(peer + " may not attend, without a cause: " + message);
      }
    }
  }

  /** Asks for a value that {@code check} looks at. */
  void ask(String name, Consumer<JsonNode> check) {
    call(name, Json.array(), check::accept);
  }

  /** Sends a call that the room cannot answer but by an error. */
  void callWrongly(byte[] body, boolean stream) {
    int number = ++lastNumber;
    spent += 1 + body.length / 1024;
    peer.line().send(stream ? JSON_STREAM : JSON, number, body);
    calls.put(
        number,
        new Call(
            "a wrong call",
            value -> world.violate(peer + " got an answer to a wrong call: " + value)));
  }

  PresenceView subscribe(boolean endpoints) {
    PresenceView view = new PresenceView(peer, endpoints);
    int number = open(endpoints ? "tunnel.endpoints" : "room.attendants", Json.array(), "source");
    peer.attendance().asked(number, true);
    view.opened(number);
    views.put(number, view);
    if (peer.isRefusedByPolicy()) {
      view.touchedByPolicy();
    }
    return view;
  }

  Volley volley() {
    Volley volley = new Volley(peer);
    volley.opened(open("gossip.ping", Json.array().add(Json.object()), "duplex"));
    volleys.put(volley.number(), volley);
    return volley;
  }

  SimulatedTunnelEnd openTunnel(FeedId target, boolean namesPortal) {
    ObjectNode wish = Json.object().put("target", target.toString());
    if (namesPortal) {
      wish.put("portal", peer.room().id().toString());
    }
    String name = world.chance().oneIn(4) ? "room.connect" : "tunnel.connect";
    int number = open(name, Json.array().add(wish), "duplex");
    tunnelsOpened++;
    SimulatedTunnelEnd end =
        new SimulatedTunnelEnd(
            peer.room().tunnels(), peer, number, true, target, world.chance().next());
    opened.put(number, end);
    peer.room().tunnels().add(end);
    if (!peer.room().policy().mayLead(peer.id(), target)) {
      end.excuse("it may not lead there");
    }
    return end;
  }

  /** Ends a subscription, which the room may have ended already. */
  void end(PresenceView view) {
    peer.line().send(STREAM_END, view.number(), "true".getBytes(StandardCharsets.US_ASCII));
    view.end();
  }

  /** Sends bytes on a subscription, which takes none. */
  void sendWhereNothingIsTaken(PresenceView view) {
    view.touchedByPolicy();
    int flags = PacketHeader.flags(BodyType.BINARY, true, false);
    peer.line().send(flags, view.number(), new byte[1]);
  }

  // What the room says.

  void receive(PacketHeader header, byte[] body) {
    if (header.requestNumber() > 0) {
      ofRoom.receive(header, body);
    } else {
      receiveOnOurNumber(header, -header.requestNumber(), body);
    }
  }

  private void receiveOnOurNumber(PacketHeader header, int number, byte[] body) {
    Call call = calls.get(number);
    if (cancelled.remove(number)) {
      return;
    }
    Heard stream = streamOf(number);
    if (call != null) {
      calls.remove(number);
      answer(header, call, body);
      return;
    }
    if (stream == null) {
      world.violate(peer + " got something for a call that is over, or never was: " + number);
      return;
    }
    if (!header.stream()) {
      world.violate(peer + " got a packet of a substream without its flag");
    }
    hear(stream, header, body, number);
  }

  private @Nullable Heard streamOf(int number) {
    Heard tunnel = opened.get(number);
    Heard view = views.get(number);
    return tunnel != null ? tunnel : view != null ? view : volleys.get(number);
  }

  void hear(Heard stream, PacketHeader header, byte[] body, int number) {
    if (header.end()) {
      stream.receiveEnd(errorIn(body));
      echoEnd(number);
    } else {
      stream.receive(header.type(), body);
    }
  }

  /** JS peers answer an end with an end. */
  private void echoEnd(int number) {
    if (world.chance().oneIn(2)) {
      peer.line().send(STREAM_END, number, "true".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void answer(PacketHeader header, Call call, byte[] body) {
    if (header.end()) {
      String error = errorIn(body);
      if (error == null) {
        world.violate(peer + " got an end as the answer to " + call.name);
      } else if (peer.isRefusedInGeneral(error)) {
        call.answer.notHeard();
      } else {
        call.answer.error(error);
      }
      return;
    }
    countAccepted();
    if (header.stream()) {
      world.violate(peer + " got a stream as the answer to " + call.name);
    }
    call.answer.value(peer.json(body));
  }

  private void countAccepted() {
    accepted++;
    double most = 102 + 50 * (world.now() - peer.connectedAt()) / 1e9;
    if (accepted > most) {
      world.violate(peer + " had " + accepted + " calls answered, too many in that time");
    }
  }

  /** The error in the body of an end, or null. */
  private @Nullable String errorIn(byte[] body) {
    JsonNode end = peer.json(body);
    if (end.isBoolean()) {
      return null;
    }
    return end.path("message").asText("no message");
  }
}

package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What each kind of deed is, done to a room. */
final class Deeds {
  private static final List<String> ADDRESSES = List.of("127.0.0.1", "192.0.2.1", "192.0.2.2");

  /** What a peer has on its way to the room at most, in bytes. */
  private static final int FULL = 512 << 10;

  private final World world;
  private @Nullable SimulatedRoom room;
  private boolean areTargetsKind;

  Deeds(World world) {
    this.world = world;
  }

  void begin(SimulatedRoom in) {
    room = in;
  }

  private SimulatedRoom room() {
    return Objects.requireNonNull(room);
  }

  private Chance chance() {
    return world.chance();
  }

  void act(Deed.Kind kind) {
    switch (kind) {
      case CONNECT -> connect(somebody());
      case CONNECT_HALF -> connectHalf();
      case CALL -> withPeer(this::call);
      case CALL_WRONGLY -> withPeer(this::callWrongly);
      case CALL_OFTEN -> withPeer(this::callOften);
      case FLOOD -> withPeer(this::flood);
      case ATTEND -> withPeer(peer -> peer.calls().attend(true));
      case LEAVE -> withPeer(peer -> peer.calls().attend(false));
      case SUBSCRIBE -> withPeer(peer -> peer.calls().subscribe(chance().oneIn(2)));
      case END_SUBSCRIPTION -> withPeer(this::endSubscription);
      case VOLLEY -> withPeer(this::volley);
      case OPEN_TUNNEL -> withPeer(this::openTunnel);
      case SEND -> withTunnel(end -> sendOn(end, chance().between(1, 4)));
      case STREAM -> withTunnel(end -> sendOn(end, chance().between(10, 60)));
      case TIRE -> withTunnel(this::tire);
      case END_TUNNEL -> withTunnel(this::end);
      case STOP_READING -> withPeer(peer -> peer.read(false));
      case READ_SLOWLY -> withPeer(SimulatedPeer::readSlowly);
      case READ_ON -> room().peers().forEach(this::perhapsReadOn);
      case SAY_GOODBYE -> withPeer(SimulatedPeer::sayGoodbye);
      case HANG_UP -> withPeer(this::hangUp);
      case CUT -> withPeer(this::cut);
      case RECONNECT -> withPeer(this::reconnect);
      case MISBEHAVE -> withPeer(this::misbehave);
      case CHANGE_STANDING -> changeStanding();
      case CHANGE_FOR_NEWCOMER -> changeForNewcomer();
      case CHANGE_MODE ->
          room().change(null, Standing.EXTERNAL, chance().of(List.of(PrivacyMode.values())));
      case BLOCK_LOOP -> blockLoop();
      case FREEZE -> freeze();
      case PASS -> world.live(Duration.ofMillis(chance().of(List.of(5, 200, 1000, 3100, 15_000))));
      case PASS_LONG -> world.live(Duration.ofSeconds(chance().between(40, 120)));
      case SET_CLOCK -> setClock();
      case SHUT -> shut();
      case TURN_OUT -> turnOut();
      case SIGN_IN -> signIn();
      case ASK_APP -> withBrowser(browser -> room().signIns().ask(browser));
      case SOLVE -> withPeer(peer -> withBrowser(browser -> solve(peer, browser)));
      case CALL_OFF -> withPeer(peer -> room().signIns().callOff(peer));
      case FINISH -> withBrowser(SignInBooks.Browser::finish);
      case LOOK -> world.note("nothing");
      case REST -> world.rest();
    }
  }

  // Who.

  private FeedKeyPair somebody() {
    return chance().oneIn(25) ? room().guest() : chance().of(room().people());
  }

  private void withPeer(Consumer<SimulatedPeer> action) {
    with(room().peers(SimulatedPeer::isLively), action);
  }

  private void withTunnel(Consumer<SimulatedTunnelEnd> action) {
    Predicate<SimulatedTunnelEnd> isLively = end -> end.peer().isLively() && end.isOpen();
    with(room().tunnels().all(isLively), action);
  }

  private void withBrowser(Consumer<SignInBooks.Browser> action) {
    with(room().signIns().browsers(), action);
  }

  private <T> void with(List<T> all, Consumer<T> action) {
    if (!all.isEmpty()) {
      T one = chance().of(all);
      world.note("  by " + one);
      action.accept(one);
    }
  }

  // Coming and going.

  private SimulatedPeer connect(FeedKeyPair who) {
    String address = chance().oneIn(4) ? chance().of(ADDRESSES) : ADDRESSES.getFirst();
    SimulatedPeer peer = room().connect(who, chance().of(room().loops()), address, chance());
    world.note("  " + peer + " connects");
    peer.sayHello();
    if (chance().oneIn(2)) {
      world.rest();
    }
    return peer;
  }

  /** Somebody who says nothing, or not enough. */
  private void connectHalf() {
    SimulatedPeer peer =
        room().connect(somebody(), chance().of(room().loops()), chance().of(ADDRESSES), chance());
    world.note("  " + peer + " connects by half");
    if (chance().oneIn(2)) {
      peer.sendNonsense(new byte[chance().between(1, 200)]);
    } else {
      peer.misbehaves();
    }
  }

  private void reconnect(SimulatedPeer peer) {
    if (chance().oneIn(2)) {
      hangUp(peer);
    } else if (chance().oneIn(2)) {
      cut(peer);
    }
    FeedKeyPair keys = peer.keys();
    SimulatedPeer again = connect(keys);
    world.rest();
    if (again.isLively()) {
      again.calls().attend(true);
    }
  }

  private void hangUp(SimulatedPeer peer) {
    SimulatedWire.End how =
        chance().oneIn(2) ? SimulatedWire.End.IN_ORDER : SimulatedWire.End.RESET;
    peer.end(chance().oneIn(2), how);
  }

  private void cut(SimulatedPeer peer) {
    peer.cut();
  }

  private void perhapsReadOn(SimulatedPeer peer) {
    if (chance().oneIn(2)) {
      peer.read(true);
    }
  }

  private void misbehave(SimulatedPeer peer) {
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

  // Calls.

  private void call(SimulatedPeer peer) {
    switch (chance().below(5)) {
      case 0 ->
          peer.calls()
              .ask(
                  "whoami",
                  value -> require(peer, value.path("id").asText().equals(room().id().toString())));
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

  private void callWrongly(SimulatedPeer peer) {
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

  private void callOften(SimulatedPeer peer) {
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
  private void flood(SimulatedPeer peer) {
    peer.calls().subscribe(true);
    world.live(Duration.ofMillis(1500));
    peer.read(false);
    for (int i = 0; i < 95; i++) {
      peer.calls().ask("manifest", value -> require(peer, value.has("gossip")));
    }
    world.steps(200);
    withPeer(other -> other.calls().attend(chance().oneIn(2)));
    world.live(Duration.ofSeconds(2));
    peer.read(true);
  }

  private void endSubscription(SimulatedPeer peer) {
    with(
        peer.calls().views().stream().filter(PresenceView::isOpen).toList(),
        view -> {
          if (chance().oneIn(4)) {
            peer.calls().sendWhereNothingIsTaken(view);
          } else {
            peer.calls().end(view);
          }
        });
  }

  private void volley(SimulatedPeer peer) {
    List<Volley> open = peer.calls().volleys().stream().filter(Volley::isOpen).toList();
    if (open.isEmpty()) {
      peer.calls().volley().send();
    } else if (chance().oneIn(5)) {
      chance().of(open).end();
    } else {
      chance().of(open).send();
    }
  }

  // Tunnels.

  private void openTunnel(SimulatedPeer peer) {
    List<FeedId> others =
        room().peers(each -> each.isLively() && each.attendance().sureSinceStep() >= 0).stream()
            .map(SimulatedPeer::id)
            .filter(each -> !each.equals(peer.id()))
            .toList();
    FeedId target = others.isEmpty() || chance().oneIn(8) ? somebody().id() : chance().of(others);
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

  private void sendOn(SimulatedTunnelEnd end, int times) {
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
  private void tire(SimulatedTunnelEnd end) {
    SimulatedTunnelEnd partner = end.partner();
    if (partner != null) {
      partner.peer().readSlowly();
      sendOn(end, 40);
      world.live(Duration.ofSeconds(chance().between(60, 130)));
    }
  }

  private void end(SimulatedTunnelEnd end) {
    if (chance().oneIn(3)) {
      sendOn(end, chance().between(1, 3));
    }
    end.end(chance().oneIn(4) ? SimulatedTunnelEnd.End.ERROR : SimulatedTunnelEnd.End.CLEAN);
  }

  // The room and its machine.

  /** Somebody is not let in any more, or no longer wholly, while they come. */
  private void changeForNewcomer() {
    FeedKeyPair who = chance().of(room().people());
    SimulatedLoop loop = chance().of(room().loops());
    room().connect(who, loop, ADDRESSES.getFirst(), chance()).sayHello();
    room().forgetWhoWasAskedFor();
    for (int i = 0; i < 80 && !room().wasAskedFor(who.id()); i++) {
      world.steps(1);
    }
    world.note("  %s is changed meanwhile".formatted(room().nameOf(who.id())));
    if (chance().oneIn(3)) {
      room().change(null, Standing.EXTERNAL, PrivacyMode.RESTRICTED);
    } else {
      room().change(who.id(), Standing.BLOCKED, room().mode());
    }
    if (chance().oneIn(2)) {
      Duration time = Duration.ofMillis(300);
      loop.block(time);
      room().disturbed(time);
      world.live(Duration.ofMillis(250));
    }
  }

  private void changeStanding() {
    for (int i = chance().between(1, 3); i > 0; i--) {
      Standing standing =
          chance().of(List.of(Standing.BLOCKED, Standing.EXTERNAL, Standing.MEMBER));
      FeedId who = chance().of(room().people()).id();
      world.note("  %s becomes %s".formatted(room().nameOf(who), standing));
      room().change(who, standing, room().mode());
    }
  }

  private void blockLoop() {
    SimulatedLoop loop = chance().of(room().loops());
    Duration time = Duration.ofMillis(chance().of(List.of(300, 3000, 20_000, 100_000)));
    loop.block(time);
    room().disturbed(time);
  }

  /** The process stands still; peers read what they have got, and what they have sent waits. */
  private void freeze() {
    readAll();
    world.freeze(Duration.ofMillis(chance().of(List.of(900, 4000, 40_000, 200_000))));
    room().disturbed(Duration.ZERO);
  }

  private void readAll() {
    for (SimulatedPeer each : room().peers()) {
      while (each.isReady()) {
        each.step(chance());
      }
    }
  }

  private void setClock() {
    room().signIns().noteTime();
    world.skew(Duration.ofSeconds(chance().between(-400, 400)));
    room().signIns().noteTime();
  }

  private void shut() {
    room().shut();
    world.steps(chance().between(0, 100));
    room().server().admitNewcomers();
  }

  private void turnOut() {
    if (chance().oneIn(3)) {
      room().turnOutAll();
    }
  }

  // Signing in.

  private void signIn() {
    Optional<SimulatedPeer> claimed =
        chance().oneIn(3)
            ? Optional.empty()
            : room().peers().stream().reduce((one, other) -> chance().oneIn(2) ? one : other);
    if (claimed.isEmpty()) {
      room().signIns().begin();
    } else {
      room().signIns().beginFor(claimed.get().id(), "challenge-" + chance().below(1000));
    }
  }

  private void solve(SimulatedPeer peer, SignInBooks.Browser browser) {
    room().signIns().solve(peer, browser, !chance().oneIn(3));
  }
}

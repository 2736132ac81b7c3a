package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What each kind of deed is, done to a room. */
final class Deeds {
  private static final List<String> ADDRESSES = List.of("127.0.0.1", "192.0.2.1", "192.0.2.2");

  private final World world;
  private final SimulatedRoom room;
  private final Picks picks;
  private final CallDeeds calls;
  private final TunnelDeeds tunnels;

  Deeds(SimulatedRoom room) {
    this.room = room;
    this.world = room.world();
    this.picks = new Picks(room);
    this.calls = new CallDeeds(room, picks);
    this.tunnels = new TunnelDeeds(room, picks);
  }

  /** Those that tunnels are about. */
  TunnelDeeds tunnels() {
    return tunnels;
  }

  private Chance chance() {
    return world.chance();
  }

  void act(Deed.Kind kind) {
    switch (kind) {
      case CONNECT -> connect(picks.somebody());
      case CONNECT_HALF -> connectHalf();
      case CALL -> picks.withPeer(calls::call);
      case CALL_WRONGLY -> picks.withPeer(calls::callWrongly);
      case CALL_OFTEN -> picks.withPeer(calls::callOften);
      case FLOOD -> picks.withPeer(calls::flood);
      case ATTEND -> picks.withPeer(peer -> peer.calls().attend(true));
      case LEAVE -> picks.withPeer(peer -> peer.calls().attend(false));
      case WAVER -> picks.with(room.peers(this::isAlone), this::waver);
      case SUBSCRIBE -> picks.withPeer(peer -> peer.calls().subscribe(chance().oneIn(2)));
      case END_SUBSCRIPTION -> picks.withPeer(calls::endSubscription);
      case VOLLEY -> picks.withPeer(calls::volley);
      case OPEN_TUNNEL -> picks.withPeer(tunnels::openTunnel);
      case SEND -> picks.withTunnel(end -> tunnels.sendOn(end, chance().between(1, 4)));
      case STREAM -> picks.withTunnel(end -> tunnels.sendOn(end, chance().between(10, 60)));
      case TIRE -> picks.withTunnel(tunnels::tire);
      case END_TUNNEL -> picks.withTunnel(tunnels::end);
      case STOP_READING -> picks.withPeer(peer -> peer.read(false));
      case READ_SLOWLY -> picks.withPeer(SimulatedPeer::readSlowly);
      case READ_ON -> room.peers().forEach(this::perhapsReadOn);
      case SAY_GOODBYE -> picks.withPeer(SimulatedPeer::sayGoodbye);
      case HANG_UP -> picks.withPeer(this::hangUp);
      case CUT -> picks.withPeer(this::cut);
      case RECONNECT -> picks.withPeer(this::reconnect);
      case MISBEHAVE -> picks.withPeer(calls::misbehave);
      case CHANGE_STANDING -> changeStanding();
      case CHANGE_FOR_NEWCOMER -> changeForNewcomer();
      case CHANGE_MODE ->
          room.policy().change(null, Standing.EXTERNAL, chance().of(List.of(PrivacyMode.values())));
      case BLOCK_LOOP -> blockLoop();
      case FREEZE -> freeze();
      case PASS -> world.live(Duration.ofMillis(chance().of(List.of(5, 200, 1000, 3100, 15_000))));
      case PASS_LONG -> world.live(Duration.ofSeconds(chance().between(40, 120)));
      case SET_CLOCK -> setClock();
      case SHUT -> shut();
      case TURN_OUT -> turnOut();
      case SIGN_IN -> signIn();
      case ASK_APP -> picks.withBrowser(browser -> room.signIns().ask(browser));
      case SOLVE -> picks.withPeer(peer -> picks.withBrowser(browser -> solve(peer, browser)));
      case CALL_OFF -> callOff();
      case SIGN_IN_TWICE -> picks.withPeer(this::signInTwice);
      case FINISH -> picks.withBrowser(SignInBooks.Browser::finish);
      case LOOK -> world.note("nothing");
      case REST -> world.rest();
    }
  }

  // Coming and going.

  private SimulatedPeer connect(FeedKeyPair who) {
    String address = chance().oneIn(4) ? chance().of(ADDRESSES) : ADDRESSES.getFirst();
    SimulatedPeer peer = room.connect(who, chance().of(room.loops()), address, chance());
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
        room.connect(picks.somebody(), chance().of(room.loops()), chance().of(ADDRESSES), chance());
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

  // The room and its machine.

  /** Somebody is not let in any more, or no longer wholly, while they come. */
  private void changeForNewcomer() {
    FeedKeyPair who = chance().of(room.people());
    SimulatedLoop loop = chance().of(room.loops());
    room.connect(who, loop, ADDRESSES.getFirst(), chance()).sayHello();
    room.policy().forgetWhoWasAskedFor();
    for (int i = 0; i < 80 && !room.policy().wasAskedFor(who.id()); i++) {
      world.steps(1);
    }
    world.note("  %s is changed meanwhile".formatted(room.nameOf(who.id())));
    if (chance().oneIn(3)) {
      room.policy().change(null, Standing.EXTERNAL, PrivacyMode.RESTRICTED);
    } else {
      room.policy().change(who.id(), Standing.BLOCKED, room.policy().mode());
    }
    if (chance().oneIn(2)) {
      Duration time = Duration.ofMillis(300);
      loop.block(time);
      room.disturbed(time);
      world.live(Duration.ofMillis(250));
    }
  }

  private void changeStanding() {
    for (int i = chance().between(1, 3); i > 0; i--) {
      Standing standing =
          chance().of(List.of(Standing.BLOCKED, Standing.EXTERNAL, Standing.MEMBER));
      FeedId who = chance().of(room.people()).id();
      world.note("  %s becomes %s".formatted(room.nameOf(who), standing));
      room.policy().change(who, standing, room.policy().mode());
    }
  }

  private void blockLoop() {
    SimulatedLoop loop = chance().of(room.loops());
    Duration time = Duration.ofMillis(chance().of(List.of(300, 3000, 20_000, 100_000)));
    loop.block(time);
    room.disturbed(time);
  }

  /** The process stands still; peers read what they have got, and what they have sent waits. */
  private void freeze() {
    readAll();
    world.freeze(Duration.ofMillis(chance().of(List.of(900, 4000, 40_000, 200_000))));
    room.disturbed(Duration.ZERO);
  }

  private void readAll() {
    for (SimulatedPeer each : room.peers()) {
      while (each.isReady()) {
        each.step(chance());
      }
    }
  }

  private void setClock() {
    room.signIns().noteTime();
    world.skew(Duration.ofSeconds(chance().between(-400, 400)));
    room.signIns().noteTime();
  }

  private void shut() {
    room.shut();
    world.steps(chance().between(0, 100));
    room.server().admitNewcomers();
  }

  private void turnOut() {
    if (chance().oneIn(3)) {
      room.turnOutAll();
    }
  }

  // Presence.

  /** Whether its person can come and go with it. */
  private boolean isAlone(SimulatedPeer peer) {
    return peer.isLively()
        && room.policy().mayAttend(peer.id())
        && room.of(peer.id()).stream().filter(SimulatedPeer::isLively).count() == 1;
  }

  /** Somebody comes and goes more often than others are told of it. */
  private void waver(SimulatedPeer peer) {
    picks.withPeer(
        other -> {
          if (other.calls().views().isEmpty()) {
            other.calls().subscribe(chance().oneIn(3));
          }
        });
    boolean attends = chance().oneIn(2);
    for (int i = chance().between(4, 9); i > 0 && peer.isLively(); i--) {
      peer.calls().attend(attends);
      attends = !attends;
      world.live(Duration.ofMillis(chance().of(List.of(250, 400, 900))));
    }
    picks.perhapsWaitForNews();
  }

  // Signing in.

  private void signIn() {
    Optional<SimulatedPeer> claimed =
        chance().oneIn(3)
            ? Optional.empty()
            : room.peers().stream().reduce((one, other) -> chance().oneIn(2) ? one : other);
    if (claimed.isEmpty()) {
      room.signIns().begin();
    } else {
      room.signIns().beginFor(claimed.get().id(), "challenge-" + chance().below(1000));
    }
  }

  private void solve(SimulatedPeer peer, SignInBooks.Browser browser) {
    room.signIns().solve(peer, browser, !chance().oneIn(3));
  }

  private void callOff() {
    List<SimulatedPeer> having =
        room.peers(each -> each.isLively() && room.signIns().hasOpen(each.id()));
    if (having.isEmpty() || chance().oneIn(4)) {
      picks.withPeer(room.signIns()::callOff);
    } else {
      picks.with(having, room.signIns()::callOff);
    }
  }

  /** Somebody with two apps signs in, and the one that is asked first may refuse. */
  private void signInTwice(SimulatedPeer app) {
    connect(app.keys());
    world.rest();
    room.signIns().beginFor(app.id(), "challenge-" + chance().below(1000));
  }
}

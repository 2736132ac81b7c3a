package alcove.tunnel.simulation;

import alcove.address.ClientAddress;
import alcove.address.IpAddress;
import alcove.cluster.shared.NodeCalls;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.room.signin.SignIns;
import alcove.threads.StorageThreads;
import alcove.tunnel.Elsewhere;
import alcove.tunnel.Machine;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.HandshakePool;
import alcove.tunnel.procedures.ServedRoom;
import alcove.tunnel.testing.MemoryRoom;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A room whose machine is simulated, and all who come to it, with what is known of both. */
final class SimulatedRoom {
  /** Opens no door: peers come by simulated wires. */
  private static final Vertx VERTX = Vertx.vertx();

  /** Gives what simulated rooms do not have of their own. */
  private static final MemoryRoom NOBODYS =
      MemoryRoom.open(FeedKeyPair.create(new CheapCrypto()).id(), PrivacyMode.OPEN);

  /** The address that no limits apply to. */
  static final String HERE = "127.0.0.1";

  /** A peer that the room had lost, though it attended by another connection as well. */
  record Loss(FeedId who, long at) {}

  private final World world;
  private final Terms terms;
  private final Deeds deeds;
  private final FeedKeyPair keys;
  private final FeedKeyPair guest;
  private final List<FeedKeyPair> people;
  private final List<SimulatedLoop> loops;
  private final SimulatedPolicy policy;
  private final TunnelServer server;
  private final SignInBooks signIns;
  private final TunnelBooks tunnels = new TunnelBooks(this);
  private final List<SimulatedPeer> peers = new ArrayList<>();
  private final Map<SimulatedPeer, Long> connectedInStep = new LinkedHashMap<>();
  private final Map<FeedId, Integer> connections = new LinkedHashMap<>();
  private final List<Loss> losses = new ArrayList<>();
  private long disturbedAt;
  private boolean hasTurnedOut;
  private boolean hasEverBeenShut;

  SimulatedRoom(World world, Terms terms) {
    this.world = world;
    this.terms = terms;
    this.deeds = new Deeds(this);
    keys = keyPair(1000);
    guest = keyPair(1001);
    people = IntStream.range(0, terms.people()).mapToObj(this::keyPair).toList();
    loops =
        IntStream.range(0, terms.loops())
            .mapToObj(i -> new SimulatedLoop(world, "loop " + i))
            .toList();
    policy = new SimulatedPolicy(this, terms);
    SignIns real =
        new SignIns(keys.id(), terms.crypto(), policy.asked(), world, world::now, new NodeCalls());
    server =
        new TunnelServer(
            new Machine(
                VERTX,
                loops.getFirst(),
                new HandshakePool(SimulatedThreads.byRank(world)),
                world::now,
                world::millis),
            terms.crypto(),
            AppKey.MAIN,
            keys,
            guest.id(),
            served(real),
            terms.limits(),
            Elsewhere.NOTHING);
    signIns = new SignInBooks(this, real);
    server.onArrival(this::arrived);
    server.connections().onArrival(this::connected);
    world.beforeTimePasses(until -> peers.forEach(each -> each.timePasses(until)));
  }

  private FeedKeyPair keyPair(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    seed[1] = (byte) (number >> 8);
    seed[2] = 7;
    return FeedKeyPair.ofSeed(terms.crypto(), seed);
  }

  private ServedRoom served(SignIns real) {
    return new ServedRoom(
        keys.id(),
        policy.asked(),
        listener -> {},
        () -> RoomSettings.ofANewRoom(policy.mode(), "simulated"),
        NOBODYS.room().members(),
        NOBODYS.room().aliases(),
        real,
        NOBODYS.room().sessions(),
        new NodeCalls(),
        new StorageThreads(SimulatedThreads.inOrder(world)),
        name -> name);
  }

  World world() {
    return world;
  }

  SimulatedPolicy policy() {
    return policy;
  }

  Terms terms() {
    return terms;
  }

  Deeds deeds() {
    return deeds;
  }

  FeedId id() {
    return keys.id();
  }

  TunnelServer server() {
    return server;
  }

  SignInBooks signIns() {
    return signIns;
  }

  TunnelBooks tunnels() {
    return tunnels;
  }

  List<FeedKeyPair> people() {
    return people;
  }

  FeedKeyPair guest() {
    return guest;
  }

  boolean isGuest(FeedId who) {
    return who.equals(guest.id());
  }

  List<SimulatedLoop> loops() {
    return loops;
  }

  List<SimulatedPeer> peers() {
    return peers;
  }

  List<SimulatedPeer> peers(Predicate<SimulatedPeer> which) {
    List<SimulatedPeer> some = new ArrayList<>();
    for (SimulatedPeer each : peers) {
      if (which.test(each)) {
        some.add(each);
      }
    }
    return some;
  }

  List<SimulatedPeer> of(FeedId who) {
    return peers(each -> each.id().equals(who));
  }

  List<Loss> losses() {
    return losses;
  }

  // Who comes.

  SimulatedPeer connect(FeedKeyPair who, SimulatedLoop loop, String address, Chance chance) {
    int number = connections.merge(who.id(), 1, Integer::sum);
    String name = nameOf(who.id()) + number;
    SimulatedWire wire =
        new SimulatedWire(
            world,
            loop,
            name,
            chance.oneIn(2) ? "tcp" : "ws",
            chance.between(512, terms.capacity()),
            terms.largestRead());
    SimulatedPeer peer = new SimulatedPeer(this, who, name, address, wire);
    peers.add(peer);
    connectedInStep.put(peer, world.steps());
    ClientAddress from = new ClientAddress(IpAddress.parse(address), true, address.equals(HERE));
    loop.execute(() -> server.accept(wire, from));
    return peer;
  }

  String nameOf(FeedId who) {
    for (int i = 0; i < people.size(); i++) {
      if (people.get(i).id().equals(who)) {
        return String.valueOf((char) ('a' + i));
      }
    }
    return isGuest(who) ? "guest" : "room";
  }

  /** Other connections of the same key, but those that the room had forgotten by that rest. */
  int othersThan(SimulatedPeer peer, int rest) {
    return peers(each -> each != peer && each.id().equals(peer.id()) && !each.isForgottenBy(rest))
        .size();
  }

  /** Whether the limits on connections may have kept {@code peer} out. */
  boolean isCrowdedFor(SimulatedPeer peer) {
    var limits = terms.limits().connections();
    String address = peer.address();
    int rest = peer.connectedInRest();
    long ever = from(address).size();
    long near = from(address).stream().filter(each -> !each.isGoneBy(rest)).count();
    long all = peers.stream().filter(each -> !each.isGoneBy(rest)).count();
    boolean isNear = !address.equals(HERE) && (near > limits.perAddress() || ever > limits.burst());
    return isNear || all > Math.min(limits.connections(), limits.pending());
  }

  /** Addresses from which somebody came, where so few may that it can be tried. */
  List<String> limitedAddresses() {
    return terms.limits().connections().perAddress() > 8
        ? List.of()
        : peers.stream()
            .map(SimulatedPeer::address)
            .filter(each -> !each.equals(HERE))
            .distinct()
            .toList();
  }

  /** All who came from {@code address}, whatever became of them. */
  List<SimulatedPeer> from(String address) {
    return peers(each -> each.address().equals(address));
  }

  void entered(SimulatedPeer peer) {
    if (policy.isKeptOutSince(peer.id(), connectedInStep.getOrDefault(peer, 0L))) {
      world.violate(peer + " was let in, which it may not be");
    }
  }

  /** On presence's loop: what listeners are told of must be so by then. */
  private void arrived(FeedId who) {
    if (!server.presence().isAttendant(who) || !server.attendants().contains(who)) {
      world.violate("it was told that " + nameOf(who) + " attends before they did");
    }
  }

  private void connected(FeedId who) {
    if (server.connections().newest(who) == null) {
      world.violate("it was told that " + nameOf(who) + " is connected before they were");
    }
  }

  /** For so long something keeps the room from doing things in time. */
  void disturbed(Duration time) {
    disturbedAt = Math.max(disturbedAt, world.now() + time.toNanos());
  }

  /** When that was over last, or will be. */
  long disturbedAt() {
    return disturbedAt;
  }

  /**
   * Whether neither that, nor a change of who may do what, nor the end of a connection was within
   * so many nanoseconds.
   */
  boolean isUndisturbedFor(long nanos) {
    long last = Math.max(policy.changedAt(), disturbedAt);
    for (SimulatedPeer each : peers) {
      if (each.isTroubled()) {
        last = Math.max(last, Math.max(each.troubledAt(), each.wire().downAt()));
      }
    }
    return world.now() - last >= nanos;
  }

  void turnOutAll() {
    hasTurnedOut = true;
    server.turnOutAll();
  }

  /** The room says goodbye to everybody by itself. */
  void hasStopped() {
    hasTurnedOut = true;
  }

  boolean hasTurnedOut() {
    return hasTurnedOut;
  }

  void shut() {
    hasEverBeenShut = true;
    server.refuseNewcomers();
  }

  boolean hasEverBeenShut() {
    return hasEverBeenShut;
  }

  // What must be so.

  /** {@code target} is called for a tunnel from {@code origin}: that must be allowed. */
  void requireMayMeet(FeedId origin, SimulatedPeer target) {
    boolean isSettled =
        world.now() - Math.max(policy.changedAt(), disturbedAt) > Duration.ofSeconds(3).toNanos()
            && target.longestLag() == 0;
    if (isSettled && !policy.mayLead(origin, target.id())) {
      world.violate(target + " was called for a tunnel that may not lead there");
    }
  }

  /** Why a tunnel of {@code caller} to {@code target} may not have got there; null if it must. */
  @Nullable String whyMayNotBeReached(FeedId target, SimulatedTunnelEnd caller) {
    int rest = caller.openedInRest();
    boolean surely = false;
    for (SimulatedPeer each : of(target)) {
      if (each.isTroubled() && !each.isForgottenBy(rest)) {
        return each + " is going, or has gone";
      }
      surely |= isSureBefore(each, caller);
    }
    if (caller.peer().isTroubled()) {
      return "the caller is going";
    }
    return surely ? null : "the target may not have attended";
  }

  private static boolean isSureBefore(SimulatedPeer peer, SimulatedTunnelEnd caller) {
    long since = peer.attendance().sureSinceStep();
    return !peer.isTroubled() && since >= 0 && since < caller.openedInStep();
  }

  /** Whether {@code who} has yet to read what the room says. */
  boolean isBehind(FeedId who) {
    return of(who).stream()
        .anyMatch(each -> each.wire().unread() > 0 || each.wire().outgoingBytes() > 0);
  }

  boolean mayHaveAttended(FeedId who) {
    return of(who).stream().anyMatch(each -> each.attendance().hasEverWished());
  }

  /** Why others cannot have been told that {@code who} left; null if they can. */
  @Nullable String whyHasNotLeft(FeedId who, SimulatedPeer told) {
    long now = world.now();
    boolean isPrompt =
        told.longestLag() == 0 && now - disturbedAt > Duration.ofSeconds(3).toNanos();
    if (!isPrompt || !hasStayed(who)) {
      return null;
    }
    long lastSure = Long.MIN_VALUE;
    for (SimulatedPeer each : of(who)) {
      lastSure = Math.max(lastSure, each.attendance().sureUntil());
    }
    if (lastSure == Long.MIN_VALUE) {
      return null;
    }
    if (lastSure == now) {
      return nameOf(who) + " attends, and did so before";
    }
    return now - lastSure < Duration.ofSeconds(3).toNanos()
        ? nameOf(who) + " may be back in a moment"
        : null;
  }

  /** Whether nobody but connections that went can have made {@code who} leave. */
  private boolean hasStayed(FeedId who) {
    return of(who).stream()
        .noneMatch(each -> each.attendance().hasEverLeft() || each.wasTouchedByPolicy());
  }

  /** The room has dropped a connection. */
  void lost(SimulatedPeer peer) {
    if (peer.attendance().hasEverWished()) {
      losses.add(new Loss(peer.id(), peer.wire().downAt()));
    }
  }
}

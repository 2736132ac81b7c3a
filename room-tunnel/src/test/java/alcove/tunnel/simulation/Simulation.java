package alcove.tunnel.simulation;

import alcove.tunnel.muxrpc.SessionLimits;
import alcove.tunnel.splice.Tunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of one schedule. */
final class Simulation {
  private final Schedule schedule;
  private final World world;
  private final Deeds deeds;
  private final SimulatedRoom room;
  private final Promises promises;

  private Simulation(Schedule schedule, @Nullable List<String> trace) {
    this.schedule = schedule;
    Terms terms = schedule.terms();
    world = new World(new Chance(schedule.seed()), trace);
    world.note("seed %s: %s".formatted(schedule.seed(), terms));
    Places.are(world);
    deeds = new Deeds(world);
    room = new SimulatedRoom(world, terms, deeds);
    deeds.begin(room);
    promises = new Promises(room);
    world.invariant(promises::requireAlways);
    world.invariantAtRest(new RestPromises(room)::requireAtRest);
  }

  /** What it has found wrong, if anything. */
  static Optional<Violation> run(Schedule schedule) {
    return run(schedule, null);
  }

  /** The same; {@code trace} gets what happens, line by line. */
  static Optional<Violation> run(Schedule schedule, @Nullable List<String> trace) {
    try (LoggedFaults faults = new LoggedFaults()) {
      new Simulation(schedule, trace).run();
      List<String> logged = faults.take();
      return logged.isEmpty()
          ? Optional.empty()
          : Optional.of(new Violation("a fault was logged: " + logged.getFirst()));
    } catch (Violation found) {
      return Optional.of(found);
    }
  }

  /** What happens in it. */
  static List<String> trace(Schedule schedule) {
    List<String> trace = new ArrayList<>();
    run(schedule, trace);
    return trace;
  }

  private void run() {
    room.begin();
    world.interrupt(room.terms().interruptions());
    for (Deed deed : schedule.deeds()) {
      world.decideBy(new Chance(deed.salt()));
      world.note("%s %s".formatted(deed.number(), deed.kind()));
      world.run(schedule, () -> deeds.act(deed.kind()));
      world.steps(world.chance().below(room.terms().haste() + 1));
    }
    world.decideBy(new Chance(Chance.mix(schedule.seed()) ^ 0xe4d));
    world.note("the end");
    settle();
    boolean hasDead = !room.peers(each -> each.isCut() && !each.wire().isDown()).isEmpty();
    for (int i = world.chance().below(4); i > 0 && !hasDead; i--) {
      tryQuotas();
    }
    boolean hasCancelled = room.peers().stream().anyMatch(each -> each.calls().hasCancelled());
    if (!hasDead && (hasCancelled || world.chance().oneIn(4))) {
      tryCalls();
    }
    endAll();
  }

  private void settle() {
    for (SimulatedLoop each : room.loops()) {
      each.unblock();
    }
    room.peers().forEach(each -> each.read(true));
    boolean isLong = world.chance().oneIn(4);
    world.live(Duration.ofSeconds(isLong ? 240 : 22));
    boolean isShaking = room.server().pendingHandshakes() > 0;
    for (SimulatedPeer each : room.peers(each -> each.isMisbehaved() || each.hasSaidGoodbye())) {
      each.end(false, SimulatedWire.End.RESET);
    }
    world.live(Duration.ofSeconds(9));
    world.note("all should be settled");
    if (isShaking) {
      world.violate("a handshake goes on and on");
    }
    if (isLong && !room.peers(each -> each.isCut() && !each.wire().isDown()).isEmpty()) {
      world.violate("one that is cut off was not found dead");
    }
    promises.requireSettled();
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
            && room.mayLead(caller.id(), target.id())
            && room.of(target.id()).stream()
                .noneMatch(each -> each != target && !each.wire().isDown())
            && room.tunnels().all(each -> each.isOpen() && each.partner() == null).isEmpty();
    if (!isPlain) {
      return;
    }
    world.note("%s tries how many tunnels lead to %s".formatted(caller, target));
    target.calls().attend(true);
    deeds.haveTargetsAnswer();
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

  private void endAll() {
    List<SimulatedPeer> left = room.peers(SimulatedPeer::isLively);
    if (world.chance().oneIn(2)) {
      room.hasStopped();
      room.server().stop();
    } else {
      for (SimulatedPeer each : left) {
        each.end(world.chance().oneIn(2), SimulatedWire.End.IN_ORDER);
        world.steps(world.chance().below(20));
      }
    }
    for (SimulatedPeer each : room.peers()) {
      if (each.isCut()) {
        each.wire().mend();
        each.end(false, SimulatedWire.End.RESET);
      }
    }
    world.live(Duration.ofSeconds(12));
    world.note("all should be gone");
    promises.requireNothing();
    world.requireNoViolation();
  }
}

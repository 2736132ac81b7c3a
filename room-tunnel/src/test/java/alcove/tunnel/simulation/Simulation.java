package alcove.tunnel.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of one schedule. */
final class Simulation {
  /** After which everybody has been told who is there, in nanoseconds. */
  private static final long QUIET = Duration.ofSeconds(13).toNanos();

  private final Schedule schedule;
  private final World world;
  private final SimulatedRoom room;
  private final Promises promises;

  private Simulation(Schedule schedule, @Nullable List<String> trace) {
    this.schedule = schedule;
    Terms terms = schedule.terms();
    world = new World(new Chance(schedule.seed()), trace);
    world.note("seed %s: %s".formatted(schedule.seed(), terms));
    Places.are(world);
    room = new SimulatedRoom(world, terms);
    RestPromises rest = new RestPromises(room);
    promises = new Promises(room, rest);
    world.invariant(promises::requireAlways);
    world.invariantAtRest(rest::requireAtRest);
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
    room.policy().begin();
    world.interrupt(room.terms().interruptions());
    for (Deed deed : schedule.deeds()) {
      world.decideBy(new Chance(deed.salt()));
      world.note("%s %s".formatted(deed.number(), deed.kind()));
      long before = world.now();
      world.run(schedule, () -> room.deeds().act(deed.kind()));
      if (world.now() - before >= QUIET) {
        promises.requirePresenceIfQuiet(QUIET);
      }
      world.steps(world.chance().below(room.terms().haste() + 1));
    }
    world.decideBy(new Chance(Chance.mix(schedule.seed()) ^ 0xe4d));
    world.note("the end");
    settle();
    if (room.peers(each -> each.isCut() && !each.wire().isDown()).isEmpty()) {
      new Trials(room).begin();
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

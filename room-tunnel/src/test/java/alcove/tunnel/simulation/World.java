package alcove.tunnel.simulation;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The time of a simulation, and whose turn it is. Everything happens on the one thread that drives
 * it, so what is picked is the order in which all of it happens.
 */
final class World implements Ticker, InstantSource {
  private static final long MICROS = 1_000_000;
  private static final long BEGAN = Duration.ofHours(1).toNanos();

  /** So many interrupt one another at most. */
  private static final int DEEPEST = 3;

  /** So many places are in the room's own code for each in what it calls of its machine. */
  private static final int INNER = 4;

  /** What a step takes, in nanoseconds. */
  private static final long STEP = 1000;

  private static final int RESTLESS = 400_000;
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Turn> turns = new ArrayList<>();
  private final List<SimulatedLoop> loops = new ArrayList<>();
  private final List<LongConsumer> beforeTimePasses = new ArrayList<>();
  private final List<Runnable> invariants = new ArrayList<>();
  private final List<Runnable> atRest = new ArrayList<>();
  private final @Nullable List<String> trace;
  private Chance chance;
  private long nanos = BEGAN;
  private Duration wallSkew = Duration.ZERO;
  private boolean hasSkewed;
  private long steps;
  private int rests;
  private @Nullable SimulatedLoop running;

  /** Those who are in the middle of something, each of which was interrupted by the next. */
  private final List<Object> busy = new ArrayList<>();

  private int interruptions;
  private @Nullable Violation violation;

  /** Somebody who gets a turn now and then, some more often than others. */
  private record Turn(Mover mover, int weight) {}

  /** A world in which nothing is; {@code trace} takes what happens, if anybody wants to know. */
  World(Chance chance, @Nullable List<String> trace) {
    this.chance = chance;
    this.trace = trace;
  }

  void add(Mover mover) {
    turns.add(new Turn(mover, 1 << chance.below(4)));
    if (mover instanceof SimulatedLoop loop) {
      loops.add(loop);
    }
  }

  void remove(Mover mover) {
    turns.removeIf(each -> each.mover.equals(mover));
  }

  /** Runs {@code action} whenever the clock is about to go on, with when to. */
  void beforeTimePasses(LongConsumer action) {
    beforeTimePasses.add(action);
  }

  /** The same whenever nobody has anything to do at the moment. */
  void invariantAtRest(Runnable check) {
    atRest.add(check);
  }

  /** Has {@code check} be true after each step; it says what is wrong by {@link #violate}. */
  void invariant(Runnable check) {
    invariants.add(check);
  }

  List<SimulatedLoop> loops() {
    return loops;
  }

  Chance chance() {
    return chance;
  }

  /** Decides by {@code other} from now on. */
  void decideBy(Chance other) {
    chance = other;
  }

  @Nullable SimulatedLoop running() {
    return running;
  }

  /** From now on whoever runs is interrupted at one in so many places; 0: at none. */
  void interrupt(int oneIn) {
    interruptions = oneIn;
  }

  boolean isBusy(Object thread) {
    return busy.contains(thread);
  }

  /**
   * A place in the middle of something, at which other threads may do things: called by what the
   * room calls of its machine.
   */
  void place() {
    interruptAt(interruptions);
  }

  /** A place in the room's own code, of which there are many. */
  void innerPlace() {
    if (running != null || (!busy.isEmpty() && busy.getLast() instanceof SimulatedThreads)) {
      interruptAt(interruptions * INNER);
    }
  }

  private void interruptAt(int oneIn) {
    boolean may = interruptions > 0 && !busy.isEmpty() && busy.size() <= DEEPEST;
    if (may && chance.oneIn(oneIn)) {
      for (int i = chance.between(1, 15); i > 0 && stepUnchecked(); i--) {
        // On.
      }
    }
  }

  /** Runs {@code task} as {@code loop} does. */
  void run(SimulatedLoop loop, Runnable task) {
    run(loop, loop, task);
  }

  /** Runs {@code task} as something does that is no event loop. */
  void run(Object thread, Runnable task) {
    run(null, thread, task);
  }

  private void run(@Nullable SimulatedLoop loop, Object thread, Runnable task) {
    SimulatedLoop before = running;
    running = loop;
    busy.add(thread);
    try {
      task.run();
    } catch (Violation found) {
      violate(found);
    } catch (RuntimeException | AssertionError fault) {
      violate(new Violation("a fault: " + fault, fault));
    } finally {
      running = before;
      busy.removeLast();
    }
  }

  void violate(String what) {
    violate(new Violation(what));
  }

  private void violate(Violation what) {
    if (violation == null) {
      violation = what;
      note("VIOLATION " + what.getMessage());
    }
  }

  /** Throws what was found. */
  void requireNoViolation() {
    if (violation != null) {
      throw violation;
    }
  }

  private void check() {
    for (Runnable each : invariants) {
      each.run();
    }
    requireNoViolation();
  }

  boolean isTraced() {
    return trace != null;
  }

  void note(String what) {
    if (trace != null) {
      long micros = MICROS + (nanos - BEGAN) / 1000;
      String parts = String.valueOf(MICROS + micros % MICROS).substring(1);
      trace.add("%5s.%s %6s  %s".formatted(micros / MICROS - 1, parts, steps, what));
    }
  }

  long steps() {
    return steps;
  }

  /** How often all was at rest so far. */
  int rests() {
    return rests;
  }

  /** One step of somebody who has something to do; false if nobody has. */
  boolean step() {
    boolean stepped = stepUnchecked();
    if (stepped) {
      check();
    }
    return stepped;
  }

  private boolean stepUnchecked() {
    int total = 0;
    Mover picked = null;
    for (Turn each : turns) {
      if (each.mover.isReady()) {
        total += each.weight;
        if (chance.below(total) < each.weight) {
          picked = each.mover;
        }
      }
    }
    if (picked == null) {
      return false;
    }
    steps++;
    nanos += STEP;
    picked.step(chance);
    return true;
  }

  void steps(int most) {
    for (int i = 0; i < most && step(); i++) {
      // On.
    }
  }

  /** Lets everybody do what there is to do at this moment. */
  void rest() {
    for (int i = 0; step(); i++) {
      if (i > RESTLESS) {
        violate("it does not come to rest");
      }
    }
    if (loops.stream().noneMatch(SimulatedLoop::isBlocked)) {
      rests++;
    }
    atRest.forEach(Runnable::run);
    requireNoViolation();
  }

  /** Lets time pass in which everybody does what there is to do when there is. */
  void live(Duration time) {
    long end = nanos + time.toNanos();
    rest();
    while (nanos < end) {
      long next = end;
      for (SimulatedLoop loop : loops) {
        next = Math.min(next, loop.wakesAt());
      }
      pass(Math.max(next, nanos + 1));
      rest();
    }
  }

  /** Lets time pass in which nobody does anything. */
  void freeze(Duration time) {
    pass(nanos + time.toNanos());
  }

  private void pass(long until) {
    beforeTimePasses.forEach(each -> each.accept(until));
    nanos = until;
    requireNoViolation();
  }

  /** Sets the wall clock forwards or back. */
  void skew(Duration by) {
    wallSkew = wallSkew.plus(by);
    hasSkewed = true;
  }

  boolean hasSkewed() {
    return hasSkewed;
  }

  /** What it showed at that time, unless it was set since. */
  long millisAt(long time) {
    return instant().minusNanos(nanos - time).toEpochMilli();
  }

  long now() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return BEGINNING.plusNanos(nanos).plus(wallSkew);
  }

  @Override
  public long initialNanoTime() {
    return 0;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public void sleep(long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("nobody sleeps here");
  }
}

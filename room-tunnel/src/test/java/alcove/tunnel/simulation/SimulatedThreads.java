package alcove.tunnel.simulation;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads beside the event loops: what they do is done whole, and at any time. */
final class SimulatedThreads extends ThreadPoolExecutor implements Mover {
  private final World world;
  private final Queue<Runnable> line;

  private SimulatedThreads(World world, Queue<Runnable> line) {
    super(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    this.world = world;
    this.line = line;
    world.add(this);
  }

  /** Threads that do first what came first. */
  static SimulatedThreads inOrder(World world) {
    return new SimulatedThreads(world, new ArrayDeque<>());
  }

  /** Threads that do first what is least. */
  static SimulatedThreads byRank(World world) {
    return new SimulatedThreads(world, new PriorityQueue<>());
  }

  @Override
  public void execute(Runnable task) {
    line.add(task);
    world.place();
  }

  @Override
  public boolean isReady() {
    return !line.isEmpty() && !world.isBusy(this);
  }

  @Override
  public void step(Chance chance) {
    Runnable task = line.poll();
    if (task != null) {
      world.run((Object) this, task);
    }
  }
}

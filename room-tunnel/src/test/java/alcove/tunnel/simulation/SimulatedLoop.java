package alcove.tunnel.simulation;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * An event loop that does one task when it has a turn. As with Netty's, tasks run in their order,
 * and before it looks which of its dates are due, it reads once from each wire that has something:
 * so what had come by a date is known then.
 */
final class SimulatedLoop extends AbstractScheduledEventExecutor implements EventLoop, Mover {
  private final World world;
  private final String name;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<SimulatedWire> wires = new ArrayList<>();
  private final Promise<?> terminated = GlobalEventExecutor.INSTANCE.newPromise();
  private long blockedUntil = Long.MIN_VALUE;

  SimulatedLoop(World world, String name) {
    this.world = world;
    this.name = name;
    world.add(this);
  }

  /** Does nothing for so long. */
  void block(Duration time) {
    blockedUntil = world.now() + time.toNanos();
  }

  void unblock() {
    blockedUntil = Long.MIN_VALUE;
  }

  boolean isBlocked() {
    return world.now() < blockedUntil;
  }

  /** When it has something to do by itself, in nanoseconds; far away if never. */
  long wakesAt() {
    long due = nextScheduledTaskDeadlineNanos();
    if (isBlocked()) {
      return blockedUntil;
    }
    return due < 0 ? Long.MAX_VALUE : due;
  }

  void add(SimulatedWire wire) {
    wires.add(wire);
  }

  void remove(SimulatedWire wire) {
    wires.remove(wire);
  }

  private boolean isDateDue() {
    long due = nextScheduledTaskDeadlineNanos();
    return due >= 0 && due <= world.now();
  }

  @Override
  public boolean isReady() {
    return !isBlocked() && !world.isBusy(this) && (!tasks.isEmpty() || isDateDue());
  }

  @Override
  public void step(Chance chance) {
    if (isDateDue() && (tasks.isEmpty() || chance.oneIn(3))) {
      for (SimulatedWire each : List.copyOf(wires)) {
        each.readWhole();
      }
      world.run(this, this::takeWhatIsDue);
    }
    Runnable task = tasks.poll();
    if (task != null) {
      world.run(this, task);
    }
  }

  private void takeWhatIsDue() {
    for (Runnable due = pollScheduledTask(world.now());
        due != null;
        due = pollScheduledTask(world.now())) {
      tasks.add(due);
    }
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    world.place();
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return world.running() == this;
  }

  @Override
  public Ticker ticker() {
    return world;
  }

  @Override
  public EventLoop next() {
    return this;
  }

  @Override
  public EventLoopGroup parent() {
    return this;
  }

  @Override
  public ChannelFuture register(Channel channel) {
    throw new UnsupportedOperationException("channels are not simulated");
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    throw new UnsupportedOperationException("channels are not simulated");
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    throw new UnsupportedOperationException("channels are not simulated");
  }

  @Override
  public boolean isShuttingDown() {
    return false;
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    return terminated;
  }

  @Override
  public Future<?> terminationFuture() {
    return terminated;
  }

  @Override
  @Deprecated
  public void shutdown() {
    // Goes with its world.
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }

  @Override
  public String toString() {
    return name;
  }
}

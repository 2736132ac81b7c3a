package alcove.tunnel.net;

import java.util.Comparator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The few threads that do the public-key steps of handshakes, so that a storm of newcomers never
 * delays a tunnel. What has been begun is finished first, or a storm would have peers give up
 * behind half the work; otherwise it goes in order of arrival. Thread-safe. Its queue is bounded by
 * the number of handshakes that may be pending.
 */
public final class HandshakePool implements AutoCloseable {
  /** Steps of about a millisecond each. */
  private static final int LONG_LINE = 64;

  private final AtomicLong arrivals = new AtomicLong();
  private final AtomicInteger inLine = new AtomicInteger();
  private final ExecutorService executor;

  /**
   * A step in line.
   *
   * @param number of the step in its handshake
   * @param arrival its place among those of the same number
   */
  private record Waiting(int number, long arrival, Runnable step)
      implements Runnable, Comparable<Waiting> {
    private static final Comparator<Waiting> ORDER =
        Comparator.comparingInt(Waiting::number).reversed().thenComparingLong(Waiting::arrival);

    @Override
    public int compareTo(Waiting other) {
      return ORDER.compare(this, other);
    }

    @Override
    public void run() {
      step.run();
    }
  }

  /**
   * A pool of {@code threads}; half the cores, and at least one, leave room for the event loops.
   */
  public HandshakePool(int threads) {
    this(
        new ThreadPoolExecutor(
            threads, threads, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), threads()));
  }

  /** A pool of the threads of {@code executor}, which does what is least first. */
  public HandshakePool(ExecutorService executor) {
    this.executor = executor;
  }

  private static ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "handshake-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** A pool of half the cores. */
  public static HandshakePool create() {
    return new HandshakePool(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  /** Does {@code step}, which is the one of that {@code number} in its handshake, when it can. */
  void execute(int number, Runnable step) {
    inLine.incrementAndGet();
    Runnable counted =
        () -> {
          inLine.decrementAndGet();
          step.run();
        };
    executor.execute(new Waiting(number, arrivals.incrementAndGet(), counted));
  }

  /** Whether the line of steps is so long that newcomers notice. */
  public boolean isBehind() {
    return inLine.get() > LONG_LINE;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

package alcove.tunnel.net;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that do the public-key steps of handshakes, in order of arrival, so that a storm
 * of newcomers never delays a tunnel. Thread-safe. Its queue is bounded by the number of handshakes
 * that may be pending.
 */
public final class HandshakePool implements AutoCloseable {
  private final ThreadPoolExecutor executor;

  /**
   * A pool of {@code threads}; half the cores, and at least one, leave room for the event loops.
   */
  public HandshakePool(int threads) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "handshake-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A pool of half the cores. */
  public static HandshakePool create() {
    return new HandshakePool(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  void execute(Runnable step) {
    executor.execute(step);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

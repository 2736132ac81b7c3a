package alcove.tunnel.testing;

import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pulse of one event loop: a task of its own that runs every so often unless the loop is busy
 * with another. Its fields are written by the loop and read by the one thread that watches all.
 */
final class Pulse {
  private static final List<Pulse> ALL = new CopyOnWriteArrayList<>();
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("loop-watch").factory());

  static {
    long interval = LoopWatch.INTERVAL.toMillis();
    var _ = WATCH.scheduleWithFixedDelay(Pulse::feelAll, interval, interval, TimeUnit.MILLISECONDS);
  }

  private final EventExecutor loop;
  private volatile @Nullable Thread thread;
  private volatile long lastBeat;

  private Pulse(EventExecutor loop) {
    this.loop = loop;
  }

  /** Watches {@code loop} until it is shut down. */
  static void begin(EventExecutor loop) {
    Pulse pulse = new Pulse(loop);
    var _ =
        loop.scheduleWithFixedDelay(
            pulse::beat, 0, LoopWatch.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    ALL.add(pulse);
  }

  private void beat() {
    lastBeat = System.nanoTime();
    thread = Thread.currentThread();
  }

  private static void feelAll() {
    ALL.removeIf(pulse -> pulse.loop.isShuttingDown());
    ALL.forEach(Pulse::feel);
  }

  private void feel() {
    Thread beating = thread;
    // It beats an interval after the last time at the earliest.
    long away = System.nanoTime() - lastBeat - LoopWatch.INTERVAL.toNanos();
    if (beating != null && away >= LoopWatch.AWAY.toNanos()) {
      LoopWatch.report(beating, away);
    }
  }
}

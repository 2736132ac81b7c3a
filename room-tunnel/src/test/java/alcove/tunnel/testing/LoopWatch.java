package alcove.tunnel.testing;

import alcove.tunnel.loops.BlockedLoops;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes Vert.x instances whose event loops are watched, and remembers those that were blocked.
 * Thread-safe.
 *
 * <p>Who has not come back from a task for 200 ms is reported again and again: by the checker of
 * Vert.x, and because that looks at nothing but what Vert.x itself calls, also by a pulse in each
 * loop. {@link BlockedLoops} says which reports are findings, and {@link NoBlockedLoops} fails the
 * test.
 */
public final class LoopWatch {
  static final Duration AWAY = Duration.ofMillis(200);
  static final Duration INTERVAL = Duration.ofMillis(50);

  private static final BlockedLoops LOOPS = new BlockedLoops();
  private static final List<String> BLOCKED = new ArrayList<>();

  private LoopWatch() {}

  /** A Vert.x with so many event loops, all of which are watched until it is closed. */
  public static Vertx vertx(int eventLoops) {
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(eventLoops)
            .setBlockedThreadCheckInterval(INTERVAL.toMillis())
            .setMaxEventLoopExecuteTime(AWAY.toMillis())
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS);
    VertxInternal vertx = (VertxInternal) Vertx.vertx(options);
    vertx
        .blockedThreadChecker()
        .setThreadBlockedHandler(event -> report(event.thread(), event.duration()));
    for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
      Pulse.begin(loop);
    }
    return vertx;
  }

  /** Looks at {@code thread}, which has not come back for {@code away} nanoseconds. */
  static void report(Thread thread, long away) {
    String finding = LOOPS.report(thread, away);
    if (finding != null) {
      synchronized (LoopWatch.class) {
        BLOCKED.add(finding);
      }
    }
  }

  /** What was found since the last call. */
  public static synchronized List<String> takeBlocked() {
    List<String> taken = List.copyOf(BLOCKED);
    BLOCKED.clear();
    return taken;
  }
}

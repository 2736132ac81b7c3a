package alcove.watch;

import alcove.tunnel.loops.BlockedLoops;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each test during which an event loop of a {@link #vertx()} was blocked. JUnit finds it by
 * itself, through {@code META-INF/services}. Thread-safe.
 */
public final class WatchedLoops implements AfterEachCallback {
  private static final BlockedLoops LOOPS = new BlockedLoops();
  private static final List<String> BLOCKED = new ArrayList<>();

  /** A Vert.x whose event loops are looked at when they are away for 200 ms. */
  public static Vertx vertx() {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setBlockedThreadCheckInterval(50)
                .setMaxEventLoopExecuteTime(200)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS));
    ((VertxInternal) vertx)
        .blockedThreadChecker()
        .setThreadBlockedHandler(event -> report(event.thread(), event.duration()));
    return vertx;
  }

  private static void report(Thread thread, long away) {
    String finding = LOOPS.report(thread, away);
    if (finding != null) {
      synchronized (BLOCKED) {
        BLOCKED.add(finding);
      }
    }
  }

  /** Fails if something was found since the last time. */
  static void check() {
    List<String> blocked;
    synchronized (BLOCKED) {
      blocked = List.copyOf(BLOCKED);
      BLOCKED.clear();
    }
    if (!blocked.isEmpty()) {
      throw new AssertionError("an event loop was blocked:\n" + String.join("\n", blocked));
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check();
  }
}

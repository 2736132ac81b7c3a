package alcove.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A Vert.x that starts while something else is done. */
final class StartingVertx implements AutoCloseable {
  /**
   * How long an event loop may be busy with one task before the log says that it "has been
   * blocked", and how often that is looked at.
   */
  private static final Duration LONGEST_TASK = Duration.ofMillis(500);

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

  private static final int SECONDS_TO_START = 30;
  private static final int SECONDS_TO_STOP = 2;

  private final FutureTask<Vertx> starting;

  private StartingVertx(FutureTask<Vertx> starting) {
    this.starting = starting;
  }

  /** Begins to start one of so many event loops. */
  static StartingVertx begin(int eventLoops) {
    var starting = new FutureTask<>(() -> Vertx.builder().with(options(eventLoops)).build());
    Thread.ofPlatform().name("start-vertx").start(starting);
    return new StartingVertx(starting);
  }

  private static VertxOptions options(int eventLoops) {
    return new VertxOptions()
        .setPreferNativeTransport(true)
        .setEventLoopPoolSize(eventLoops)
        .setBlockedThreadCheckInterval(CHECK_INTERVAL.toMillis())
        .setMaxEventLoopExecuteTime(LONGEST_TASK.toMillis())
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /** It, once it is there. */
  Vertx get() throws StartupException {
    return Waiting.on(starting, SECONDS_TO_START);
  }

  /** Ends it; once more does no harm. */
  @Override
  public void close() throws StartupException {
    Waiting.on(get().close(), SECONDS_TO_STOP);
  }
}

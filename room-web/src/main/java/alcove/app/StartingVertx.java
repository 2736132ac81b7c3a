package alcove.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.FutureTask;

/** A Vert.x that starts while something else is done. */
final class StartingVertx implements AutoCloseable {
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

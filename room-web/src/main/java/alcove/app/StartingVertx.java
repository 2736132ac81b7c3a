package alcove.app;

import alcove.door.Doorway;
import alcove.door.GuardedTransport;
import alcove.ops.terminal.CommandException;
import alcove.tunnel.loops.BlockedLoops;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Vert.x that starts while something else is done. */
final class StartingVertx implements AutoCloseable {
  /**
   * How long an event loop may be busy with one task before it is looked at every so often, and the
   * log says when it is blocked.
   */
  private static final Duration LONGEST_TASK = Duration.ofMillis(500);

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(StartingVertx.class);

  private static final int SECONDS_TO_START = 30;
  private static final int SECONDS_TO_STOP = 2;

  private static final String FRAME = "    at ";

  private final FutureTask<Vertx> starting;
  private volatile boolean warm;
  private volatile Runnable onBlocked = () -> {};

  private StartingVertx(int eventLoops, Doorway doorway) {
    starting =
        new FutureTask<>(
            () ->
                watched(
                    Vertx.builder()
                        .with(options(eventLoops))
                        .withTransport(GuardedTransport.behind(doorway))
                        .build()));
  }

  /** Begins to start one of so many event loops, all of whose listeners are behind a doorway. */
  static StartingVertx begin(int eventLoops, Doorway doorway) {
    var vertx = new StartingVertx(eventLoops, doorway);
    Thread.ofPlatform().name("start-vertx").start(vertx.starting);
    return vertx;
  }

  /** It, watched for event loops that are blocked; those that only get no CPU are not. */
  private Vertx watched(Vertx vertx) {
    var loops = new BlockedLoops();
    ((VertxInternal) vertx)
        .blockedThreadChecker()
        .setThreadBlockedHandler(
            event -> {
              String finding = loops.report(event.thread(), event.duration());
              if (finding != null) {
                tell(isLoop(vertx, event.thread()), finding);
              }
            });
    return vertx;
  }

  /** Threads that are there to wait, and take too long, are another matter. */
  static boolean isLoop(Vertx vertx, Thread thread) {
    for (EventExecutor each : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      if (each.inEventLoop(thread)) {
        return true;
      }
    }
    return false;
  }

  /** While the room starts, loops load all that they need for the first time. */
  private void tell(boolean loop, String finding) {
    if (warm) {
      LOG.warn("a thread has been blocked: {}", inOneLine(finding));
      if (loop) {
        onBlocked.run();
      }
    }
    LOG.debug("a thread has been blocked: {}", finding);
  }

  /** What it says before the stack, and where in our own code that was. */
  static String inOneLine(String finding) {
    var lines = finding.lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(FRAME + "alcove."))
        .findFirst()
        .map(frame -> lines.getFirst() + ", in " + frame.substring(FRAME.length()))
        .orElse(lines.getFirst());
  }

  /** The start is over: from now on the log warns of loops that are blocked. */
  void warnFromNowOn() {
    warm = true;
  }

  /** Has somebody told of each time that the log warns so of an event loop; that never waits. */
  void onBlocked(Runnable listener) {
    onBlocked = listener;
  }

  private static VertxOptions options(int eventLoops) {
    return new VertxOptions()
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
  Vertx get() throws CommandException {
    return FutureWait.on(starting, SECONDS_TO_START);
  }

  /** Its event loops, all of them. */
  List<EventExecutor> loops() throws CommandException {
    var loops = new ArrayList<EventExecutor>();
    ((VertxInternal) get()).nettyEventLoopGroup().forEach(loops::add);
    return List.copyOf(loops);
  }

  /** Ends it; once more does no harm. */
  @Override
  public void close() throws CommandException {
    FutureWait.on(get().close(), SECONDS_TO_STOP);
  }
}

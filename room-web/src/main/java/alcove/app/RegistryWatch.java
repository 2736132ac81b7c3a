package alcove.app;

import alcove.store.Database;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the registry of a server once a second, on threads of its own, and tells the log when
 * it cannot be written and when it can again.
 */
final class RegistryWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RegistryWatch.class);
  private static final int SECONDS_TO_STOP = 2;

  private final Database database;

  /** Two, so that it is told when looking hangs with the database. */
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().name("registry-watch-", 0).daemon().factory());

  /** What was told last; confined to {@link #tell}. */
  private final TroubleLog told = new TroubleLog();

  private RegistryWatch(Database database) {
    this.database = database;
  }

  static RegistryWatch begin(Database database) {
    var watch = new RegistryWatch(database);
    var _ = watch.threads.scheduleWithFixedDelay(watch::check, 1, 1, TimeUnit.SECONDS);
    var _ = watch.threads.scheduleWithFixedDelay(watch::tell, 1, 1, TimeUnit.SECONDS);
    return watch;
  }

  private void check() {
    try {
      database.look();
    } catch (RuntimeException | Error fault) {
      log.error("fault while looking after the registry", fault);
    }
  }

  private void tell() {
    told.hear(database.trouble());
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        log.debug("still looking after the registry");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}

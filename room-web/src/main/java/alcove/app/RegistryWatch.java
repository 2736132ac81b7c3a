package alcove.app;

import alcove.store.Database;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the registry of a server once a second, on a thread of its own, and tells the log
 * when it cannot be written and when it can again.
 */
final class RegistryWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RegistryWatch.class);
  private static final int SECONDS_TO_STOP = 2;

  private final Database database;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("registry-watch").daemon().factory());
  private final ScheduledExecutorService telling =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("registry-state").daemon().factory());

  /** What was told last; confined to the thread that tells. */
  private Optional<String> told = Optional.empty();

  private RegistryWatch(Database database) {
    this.database = database;
  }

  static RegistryWatch begin(Database database) {
    var watch = new RegistryWatch(database);
    var _ = watch.looking.scheduleWithFixedDelay(watch::check, 1, 1, TimeUnit.SECONDS);
    // by another thread, for looking may hang with the database
    var _ = watch.telling.scheduleWithFixedDelay(watch::tell, 1, 1, TimeUnit.SECONDS);
    return watch;
  }

  private void check() {
    try {
      database.look();
    } catch (RuntimeException fault) {
      log.error("fault while looking after the registry", fault);
    }
  }

  private void tell() {
    var trouble = database.trouble();
    if (trouble.isPresent() && !trouble.equals(told)) {
      log.error("nothing can be changed in this room: {}", trouble.get());
    } else if (trouble.isEmpty() && told.isPresent()) {
      log.info("the room can be changed again");
    }
    told = trouble;
  }

  @Override
  public void close() {
    telling.shutdown();
    looking.shutdown();
    try {
      if (!looking.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        log.debug("still looking after the registry");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}

package alcove.ops.control;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what takes too long, by which whoever waits for it wakes. Thread-safe. */
final class CallDeadlines implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CallDeadlines.class);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("control-deadlines").daemon().factory());
  private final Duration patience;
  private final Duration patienceWithReaders;

  CallDeadlines(Duration patience) {
    this(patience, patience);
  }

  CallDeadlines(Duration patience, Duration patienceWithReaders) {
    this.patience = patience;
    this.patienceWithReaders = patienceWithReaders;
  }

  /** A deadline that has not passed. */
  interface Deadline extends AutoCloseable {
    /** It was met. */
    @Override
    void close();
  }

  /** Closes {@code connection} unless the deadline is met in time. */
  Deadline closing(AutoCloseable connection) {
    return closing(connection, patience);
  }

  /** The same for somebody who has to take something: a pipe or a disk behind it may be slow. */
  Deadline closingReader(AutoCloseable connection) {
    return closing(connection, patienceWithReaders);
  }

  private Deadline closing(AutoCloseable connection, Duration after) {
    Future<?> end =
        timer.schedule(() -> close(connection), after.toMillis(), TimeUnit.MILLISECONDS);
    return () -> end.cancel(false);
  }

  private static void close(AutoCloseable connection) {
    try {
      connection.close();
    } catch (Exception e) {
      LOG.debug("cannot close a connection of the control socket", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

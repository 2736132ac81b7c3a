package alcove.threads;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that wait for the registry, so that event loops need not. Thread-safe.
 *
 * <p>Nobody interrupts them: an interrupt in the middle of a write would close an embedded
 * database.
 */
public final class StorageThreads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StorageThreads.class);
  private static final int THREADS = 4;
  private static final int WAITING = 1024;
  private static final int WAITING_FOR_PASSWORDS = 32;
  private static final int SECONDS_TO_FINISH = 2;
  private static final int SECONDS_TO_FINISH_PASSWORDS = 1;

  private final int secondsToFinish;
  private final ThreadPoolExecutor threads;

  /** Threads that start when there is something to do. */
  public StorageThreads() {
    this("storage", THREADS, WAITING, SECONDS_TO_FINISH);
  }

  private StorageThreads(String name, int most, int waiting, int secondsToFinish) {
    this(
        new ThreadPoolExecutor(
            most,
            most,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(waiting),
            Thread.ofPlatform().name(name + "-", 0).daemon().factory()),
        secondsToFinish);
    threads.allowCoreThreadTimeOut(true);
  }

  private StorageThreads(ThreadPoolExecutor threads, int secondsToFinish) {
    this.threads = threads;
    this.secondsToFinish = secondsToFinish;
  }

  /** Those of {@code threads}, which are nobody else's. */
  public StorageThreads(ThreadPoolExecutor threads) {
    this(threads, SECONDS_TO_FINISH);
  }

  /**
   * One thread for what hashes passwords, which is to keep neither the registry nor more than one
   * processor busy.
   */
  public static StorageThreads forPasswords() {
    return new StorageThreads("passwords", 1, WAITING_FOR_PASSWORDS, SECONDS_TO_FINISH_PASSWORDS);
  }

  /**
   * Runs {@code work} on one of them.
   *
   * @return what it returns or throws; fails with {@link StorageBusyException} when too many wait.
   *     Completes on whatever thread it likes
   */
  public <T> Future<T> run(Callable<T> work) {
    Promise<T> done = Promise.promise();
    try {
      threads.execute(new Task<>(work, done));
    } catch (RejectedExecutionException full) {
      done.fail(new StorageBusyException());
    }
    return done.future();
  }

  /**
   * Begins nothing more: what waits fails with {@link StorageBusyException}, and what is under way
   * goes on. So nothing is done that nobody will be told of.
   */
  public void beginNothingMore() {
    threads.shutdown();
    List<Runnable> waiting = new ArrayList<>();
    threads.getQueue().drainTo(waiting);
    for (Runnable each : waiting) {
      if (each instanceof Task<?> task) {
        task.done().fail(new StorageBusyException());
      }
    }
  }

  private record Task<T>(Callable<T> work, Promise<T> done) implements Runnable {
    @Override
    public void run() {
      try {
        done.complete(work.call());
      } catch (Throwable failure) {
        done.fail(failure);
      }
    }
  }

  /**
   * Takes nothing new, and waits two seconds at most for what is under way, one for passwords: who
   * wanted to hear of it is not there any more.
   */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(secondsToFinish, TimeUnit.SECONDS)) {
        LOG.warn("storage is still busy after {} seconds", secondsToFinish);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}

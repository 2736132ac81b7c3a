package alcove.web.page;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The maker of HTML from Markdown, on one thread of its own, which nothing else waits for. What
 * takes more than a second of its time is given up, whatever it is that takes so long: Markdown has
 * patterns whose time grows with the square of their length. Thread-safe.
 */
public final class Typesetter {
  private static final long LONGEST = Duration.ofSeconds(1).toNanos();

  /** For those who wait: if the thread gets no processor, or does not come to a checkpoint. */
  private static final int PATIENCE_SECONDS = 20;

  private static final int WAITING = 16;

  /** Looking at the clock takes longer than most of what is in between. */
  private static final int CHECKPOINTS_BETWEEN_LOOKS = 16;

  private final Markdown markdown = new Markdown();
  private final LongSupplier time;
  private final ThreadPoolExecutor thread;

  /** By the time that its thread has computed. */
  public Typesetter() {
    this(threadTime());
  }

  /**
   * @param time in nanoseconds, asked on its thread
   */
  public Typesetter(LongSupplier time) {
    this.time = time;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("typesetter").daemon().factory());
    thread.allowCoreThreadTimeOut(true);
  }

  private static LongSupplier threadTime() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported()
        ? threads::getCurrentThreadCpuTime
        : System::nanoTime;
  }

  /**
   * The HTML of a text. Completes on any thread.
   *
   * @return fails with {@link TooComplexException} if it takes too long, or with {@link
   *     RejectedExecutionException} if too many wait
   */
  public Future<String> html(String text) {
    Promise<String> html = Promise.promise();
    try {
      thread.execute(() -> make(text, html));
    } catch (RejectedExecutionException full) {
      html.fail(full);
    }
    return html.future();
  }

  /** The same for somebody who waits: gives up when that takes too long as well. */
  public Future<String> htmlSoon(String text) {
    return html(text)
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof java.util.concurrent.TimeoutException
                        ? new TooComplexException()
                        : failure));
  }

  private void make(String text, Promise<String> html) {
    try {
      html.complete(markdown.html(text, new Watch(time)));
    } catch (OutOfTime | StackOverflowError late) {
      html.fail(new TooComplexException());
    } catch (Throwable fault) {
      html.fail(fault);
    }
  }

  /** A watch for one text. Confined to the thread. */
  private static final class Watch implements Runnable {
    private final LongSupplier time;
    private final long begin;
    private int checkpoints;

    private Watch(LongSupplier time) {
      this.time = time;
      this.begin = time.getAsLong();
    }

    @Override
    public void run() {
      if (++checkpoints % CHECKPOINTS_BETWEEN_LOOKS == 0 && time.getAsLong() - begin > LONGEST) {
        throw new OutOfTime();
      }
    }
  }

  /** A text that takes too long to make a page of. */
  public static final class TooComplexException extends Exception {
    private TooComplexException() {
      super("too complex", null, false, false);
    }
  }

  private static final class OutOfTime extends RuntimeException {
    private OutOfTime() {
      super("out of time", null, false, false);
    }
  }
}

package alcove.app;

import java.io.PrintStream;
import java.time.Duration;

/**
 * The line that tells somebody at a terminal that a long command is at work, and for how long. It
 * is on the standard error, begins after a second, and is gone when the work is done. Elsewhere it
 * is nothing.
 */
final class Progress implements AutoCloseable {
  private static final Progress NONE = new Progress();
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final String CLEAR = "\r\u001b[K";

  private final Runnable end;

  private Progress() {
    end = () -> {};
  }

  /** One that is told again after each step. */
  Progress(PrintStream err, String work, Duration step) {
    var thread = Thread.ofVirtual().name("progress").unstarted(() -> tell(err, work, step));
    end =
        () -> {
          thread.interrupt();
          join(thread);
        };
    thread.start();
  }

  /**
   * Begins to tell, if somebody looks.
   *
   * @param work such as {@code restoring the backup}
   */
  static Progress of(Terminal terminal, String work) {
    return terminal.isErrorSeen() ? new Progress(terminal.err(), work, STEP) : NONE;
  }

  private static void tell(PrintStream err, String work, Duration step) {
    var begun = System.nanoTime();
    var isTold = false;
    try {
      while (true) {
        Thread.sleep(step);
        var seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        err.print("%s%s ... %s s".formatted(CLEAR, work, seconds));
        err.flush();
        isTold = true;
      }
    } catch (InterruptedException done) {
      if (isTold) {
        err.print(CLEAR);
        err.flush();
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the line away. */
  @Override
  public void close() {
    end.run();
  }
}

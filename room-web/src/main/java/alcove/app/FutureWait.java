package alcove.app;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures on a thread that is nobody's event loop. */
final class FutureWait {
  private FutureWait() {}

  /** What comes of {@code future}, within so many seconds. */
  static <T> T on(Future<T> future, int seconds) throws StartupException {
    return on(future.toCompletionStage().toCompletableFuture(), seconds);
  }

  /** What comes of {@code future}, within so many seconds. */
  static <T> T on(java.util.concurrent.Future<T> future, int seconds) throws StartupException {
    try {
      return future.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new StartupException("not done after %s seconds".formatted(seconds), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case StartupException known -> known;
        case null -> new StartupException("cannot start", e);
        case Throwable other -> new StartupException("cannot start: " + FailureText.of(other), e);
      };
    }
  }
}

package alcove.app;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures on a thread that is nobody's event loop. */
final class FutureWait {
  private FutureWait() {}

  /** What comes of {@code future}, within so many seconds. */
  static <T> T on(Future<T> future, int seconds) throws CommandException {
    return on(future.toCompletionStage().toCompletableFuture(), seconds);
  }

  /** What comes of {@code future}, within so many seconds. */
  static <T> T on(java.util.concurrent.Future<T> future, int seconds) throws CommandException {
    try {
      return future.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new CommandException("not done after %s seconds".formatted(seconds), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case CommandException known -> known;
        case null -> new CommandException("cannot start", e);
        case Throwable other -> new CommandException("cannot start: " + FailureText.of(other), e);
      };
    }
  }
}

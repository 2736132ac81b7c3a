package alcove.room.signin;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The wait for other nodes, on a thread that may block: a few seconds at most. */
final class NodeWait {
  /** Each node has a second, and there may be a few one after the other. */
  private static final int SECONDS = 5;

  private NodeWait() {}

  /** What came of it; empty if it failed, or nothing did in time. */
  static <T> Optional<T> on(Future<T> future) {
    try {
      return Optional.ofNullable(
          future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException undecided) {
      return Optional.empty();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

package alcove.tunnel.procedures;

import alcove.room.model.RefusedException;
import alcove.room.model.RegistryAwayException;
import alcove.threads.StorageBusyException;
import alcove.threads.StorageThreads;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Reply;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls that have to wait for the registry, and puts its failures into the words that peers
 * get to read. Thread-safe.
 */
final class StorageCalls {
  private static final Logger LOG = LoggerFactory.getLogger(StorageCalls.class);

  /** A change of the registry; blocks. */
  @FunctionalInterface
  interface Change {
    void make() throws RefusedException;
  }

  private static final String BUSY = "the room is busy, try again";

  private final StorageThreads threads;

  StorageCalls(StorageThreads threads) {
    this.threads = threads;
  }

  /** What {@code work} gives, on a thread that may block; completes on any thread. */
  Future<Reply> answer(Callable<Reply> work) {
    return threads.run(work).recover(failure -> Future.failedFuture(inWords(failure)));
  }

  /** The same for what gives nothing: {@code true}, when it is done. */
  Future<Reply> carryOut(Change change) {
    return answer(
        () -> {
          change.make();
          return Reply.of(true);
        });
  }

  private static CallException inWords(Throwable failure) {
    return switch (failure) {
      case RefusedException refusal -> new CallException(refusal.text());
      case StorageBusyException busy -> new CallException(BUSY);
      // whoever watches the registry tells the log
      case RegistryAwayException away -> new CallException(BUSY);
      default -> {
        LOG.error("a call failed", failure);
        yield new CallException("internal error");
      }
    };
  }
}

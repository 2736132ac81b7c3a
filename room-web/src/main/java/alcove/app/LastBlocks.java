package alcove.app;

import alcove.ops.terminal.FailureText;
import alcove.room.members.Blocks;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last try to keep blocks that the database did not take, before a server ends. Thread-safe.
 *
 * <p>On a thread of its own: those for the registry take nothing any more where a visit has taken
 * too long.
 */
record LastBlocks(Blocks blocks) {
  private static final Logger LOG = LoggerFactory.getLogger(LastBlocks.class);

  /** Keeps them. Completes on that thread, and never fails. */
  Future<Void> keep() {
    if (!blocks.arePending()) {
      return Future.succeededFuture();
    }
    Promise<Void> done = Promise.promise();
    Thread.ofPlatform().daemon().name("last-blocks").start(() -> keep(done));
    return done.future();
  }

  private void keep(Promise<Void> done) {
    try {
      blocks.keepPending();
    } catch (RuntimeException failure) {
      LOG.error(
          "blocks are lost that the database did not take, so they have to be made again: {}",
          FailureText.of(failure));
    } finally {
      done.complete();
    }
  }
}

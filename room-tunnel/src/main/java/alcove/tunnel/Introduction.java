package alcove.tunnel;

import io.vertx.core.Future;

/**
 * Two peers that are let in for each other, until it is closed.
 *
 * @param told completes when they may come to any node of the room; never fails
 * @param end ends it
 */
public record Introduction(Future<Void> told, Runnable end) implements AutoCloseable {
  @Override
  public void close() {
    end.run();
  }
}

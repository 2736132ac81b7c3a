package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.util.Random;

/** One who does something again and again during a soak. Confined to a virtual thread. */
interface Life extends AutoCloseable {
  /**
   * Does it once, which takes seconds at most.
   *
   * @throws CommandException if something happens that should not
   * @throws InterruptedException if it is time to stop
   */
  void once(Random random) throws CommandException, InterruptedException;

  /** Whether it can be stopped in the middle, and leaves nothing behind that would stay. */
  default boolean isInterruptible() {
    return true;
  }

  /** Gives back what it has kept. */
  @Override
  default void close() {}
}

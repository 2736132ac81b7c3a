package alcove.room.members;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Blocks that hold and are still to be kept, in their order. Thread-safe; gone with the process.
 */
final class PendingBlocks {
  /** How many wait at once; keys of more are out all the same. */
  static final int MOST = 10_000;

  private final Set<Blocks.Begun> waiting = new LinkedHashSet<>();

  /** Adds one, if there is room for it. */
  synchronized boolean add(Blocks.Begun block) {
    return waiting.contains(block) || (waiting.size() < MOST && waiting.add(block));
  }

  synchronized void remove(Blocks.Begun block) {
    waiting.remove(block);
  }

  synchronized List<Blocks.Begun> all() {
    return List.copyOf(waiting);
  }
}

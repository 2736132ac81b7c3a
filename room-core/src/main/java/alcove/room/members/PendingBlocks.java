package alcove.room.members;

import alcove.room.model.StorageException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks that hold and are still to be kept, in their order, but for those that could not be at the
 * last try. Thread-safe; gone with the process.
 */
final class PendingBlocks {
  private static final Logger LOG = LoggerFactory.getLogger(PendingBlocks.class);

  /** How many wait at once; keys of more are out all the same. */
  static final int MOST = 10_000;

  /** One try at a time to keep them. */
  private final ReentrantLock keeping = new ReentrantLock();

  private final Set<Blocks.Begun> waiting = new LinkedHashSet<>();

  /** Adds one, if there is room for it. Never blocks. */
  synchronized boolean add(Blocks.Begun block) {
    return waiting.contains(block) || (waiting.size() < MOST && waiting.add(block));
  }

  private synchronized void remove(Blocks.Begun block) {
    waiting.remove(block);
  }

  private synchronized void putLast(Blocks.Begun block) {
    if (waiting.remove(block)) {
      waiting.add(block);
    }
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  private synchronized List<Blocks.Begun> all() {
    return List.copyOf(waiting);
  }

  /**
   * Keeps all, one after the other, up to the first that cannot be: that one comes last the next
   * time, since it may be the only one. One of which nothing can come is given up. Blocks.
   *
   * @throws StorageException why it cannot be
   */
  void keepAll() {
    keeping.lock();
    try {
      for (Blocks.Begun each : all()) {
        keep(each);
        remove(each);
      }
    } finally {
      keeping.unlock();
    }
  }

  private void keep(Blocks.Begun block) {
    try {
      block.keepAtLast();
    } catch (StorageException gone) {
      putLast(block);
      throw gone;
    } catch (RuntimeException fault) {
      LOG.error("a block cannot be kept; the key is out until the server is started again", fault);
    }
  }
}

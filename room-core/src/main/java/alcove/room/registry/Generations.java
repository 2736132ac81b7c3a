package alcove.room.registry;

import alcove.room.model.StorageException;

/**
 * The generation of the registry by which this process judges, and that which the registry has.
 * Thread-safe.
 */
public final class Generations {
  private final RoomChanges changes;

  /** Those of a room that changes in this way. */
  public Generations(RoomChanges changes) {
    this.changes = changes;
  }

  /** The one in memory. Never blocks. */
  public long judged() {
    return changes.state().generation();
  }

  /**
   * The one in the registry. Blocks.
   *
   * @throws StorageException if it cannot be read
   */
  public long kept() {
    return changes.read(Tables::generation);
  }

  /**
   * Returns when memory has {@code wanted} or a later one. Blocks, unless it has.
   *
   * @throws StorageException if that cannot be had
   */
  public void reach(long wanted) {
    if (judged() < wanted) {
      changes.catchUp();
      if (judged() < wanted) {
        throw new StorageException("the registry is at %s (wanted %s)".formatted(judged(), wanted));
      }
    }
  }
}

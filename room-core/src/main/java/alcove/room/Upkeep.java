package alcove.room;

import alcove.room.members.LastSeen;
import alcove.room.model.StorageException;
import alcove.room.registry.RoomChanges;
import java.time.Instant;

/**
 * The work that a room does by itself once a minute: it writes on which day members were last here,
 * and deletes what it is not to keep any longer. Thread-safe; blocks.
 */
public final class Upkeep {
  /** How many rows go in one transaction: others wait for it. */
  static final int MOST_AT_ONCE = 500;

  /** How many transactions one call makes: the rest waits for the next. */
  static final int MOST_BATCHES = 40;

  private final RoomChanges changes;
  private final LastSeen lastSeen;

  Upkeep(RoomChanges changes, LastSeen lastSeen) {
    this.changes = changes;
    this.lastSeen = lastSeen;
  }

  /**
   * Does what is due.
   *
   * @throws StorageException if the registry cannot be written; then it is done the next time
   */
  public void run() {
    lastSeen.keep();
    int batches = 0;
    while (batches < MOST_BATCHES && deletesSome()) {
      batches++;
    }
  }

  /** Looks first, so that nobody waits for a transaction that does nothing. */
  private boolean deletesSome() {
    return changes
        .state()
        .settings()
        .auditKept()
        .map(changes.now()::minus)
        .filter(
            end ->
                changes.read(
                    tables ->
                        tables.audit().anyBefore(end) || tables.reports().anyClosedBefore(end)))
        .map(this::deleteBefore)
        .isPresent();
  }

  private Instant deleteBefore(Instant end) {
    changes.note(
        tables -> {
          tables.audit().deleteBefore(end, MOST_AT_ONCE);
          tables.reports().deleteClosedBefore(end, MOST_AT_ONCE);
        });
    return end;
  }
}

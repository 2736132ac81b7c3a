package alcove.room.members;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.Mention;
import alcove.room.model.RoomSetting;
import alcove.room.model.StorageException;
import alcove.room.registry.RoomChanges;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last day on which each member was here, by UTC, where admins want that kept. Thread-safe;
 * {@link #see} never blocks.
 *
 * <p>Days are gathered in memory and written together: of each member once a day, however often
 * they come, and of a whole room that comes back at once in a few transactions. Nobody but members
 * takes a place here.
 */
public final class LastSeen {
  /** How many are written in one transaction: others wait for it. */
  static final int MOST_AT_ONCE = 5000;

  private final RoomChanges changes;

  /** What the registry does not have yet. */
  private final Map<FeedId, LocalDate> unkept = new HashMap<>();

  /** What it has been given since the last midnight. */
  private final Map<FeedId, LocalDate> kept = new HashMap<>();

  public LastSeen(RoomChanges changes) {
    this.changes = changes;
    changes.onChange(this::follow);
  }

  /** Somebody is here, member or not. */
  public void see(FeedId id) {
    if (changes.state().settings().lastSeen() && changes.standings().of(id).isMember()) {
      LocalDate today = today();
      synchronized (this) {
        if (!today.equals(kept.get(id))) {
          unkept.put(id, today);
        }
      }
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(changes.now(), ZoneOffset.UTC);
  }

  /** Who was a member before, begins anew. */
  private synchronized void follow(List<AuditEvent> events) {
    for (AuditEvent event : events) {
      if (event instanceof AuditEvent.SettingChanged(RoomSetting setting, _)
          && setting == RoomSetting.LAST_SEEN) {
        forget();
      }
      for (Mention mention : event.mentions()) {
        if (mention instanceof Mention.Person(FeedId id)) {
          kept.remove(id);
        }
      }
    }
  }

  private synchronized void forget() {
    unkept.clear();
    kept.clear();
  }

  /**
   * Writes what is new. Blocks.
   *
   * @throws StorageException if it cannot be written; then it is the next time
   */
  public void keep() {
    if (!changes.state().settings().lastSeen()) {
      forget();
      return;
    }
    Map<FeedId, LocalDate> some = some();
    while (!some.isEmpty()) {
      write(some);
      some = some();
    }
  }

  private void write(Map<FeedId, LocalDate> days) {
    changes.note(
        tables -> {
          // the registry may have been told meanwhile to forget all of it
          if ("yes".equals(tables.settings().all().get(RoomSetting.LAST_SEEN.word()))) {
            tables.members().see(days);
          }
        });
    written(days);
  }

  private synchronized Map<FeedId, LocalDate> some() {
    Map<FeedId, LocalDate> some = new HashMap<>();
    for (Map.Entry<FeedId, LocalDate> each : unkept.entrySet()) {
      if (some.size() == MOST_AT_ONCE) {
        break;
      }
      some.put(each.getKey(), each.getValue());
    }
    return some;
  }

  private synchronized void written(Map<FeedId, LocalDate> days) {
    LocalDate today = today();
    kept.values().removeIf(day -> !day.equals(today));
    days.forEach(
        (id, day) -> {
          if (unkept.remove(id, day)) {
            kept.put(id, day);
          }
        });
  }
}

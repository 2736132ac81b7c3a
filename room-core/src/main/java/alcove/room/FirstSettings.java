package alcove.room;

import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Transaction;
import java.util.Map;

/** The settings that a room has before anybody chose others. */
final class FirstSettings {
  private FirstSettings() {}

  /** Keeps those of a room that has none yet. Blocks. */
  static void keep(RoomChanges changes) {
    try {
      changes.change(Actor.operator(), transaction -> keep(changes, transaction));
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, String> keep(RoomChanges changes, Transaction transaction) {
    Map<String, String> kept = transaction.tables().settings().all();
    for (RoomSetting setting : RoomSetting.values()) {
      if (!kept.containsKey(setting.word())) {
        transaction.put(setting, changes.state().settings());
      }
    }
    return kept;
  }
}

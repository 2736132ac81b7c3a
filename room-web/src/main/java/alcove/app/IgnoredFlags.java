package alcove.app;

import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an operator about flags that are for a new room only, and say otherwise than this one. */
final class IgnoredFlags {
  private static final Logger log = LoggerFactory.getLogger(IgnoredFlags.class);

  private IgnoredFlags() {}

  static void warn(RoomConfig config, RoomSettings kept) {
    var wished = config.ofANewRoom();
    if (config.get(Setting.PRIVACY_MODE).isPresent()) {
      warn(Setting.PRIVACY_MODE, RoomSetting.PRIVACY_MODE, wished, kept);
    }
    if (config.get(Setting.NAME).isPresent()) {
      warn(Setting.NAME, RoomSetting.NAME, wished, kept);
    }
  }

  private static void warn(
      Setting<?> flag, RoomSetting setting, RoomSettings wished, RoomSettings kept) {
    if (!wished.get(setting).equals(kept.get(setting))) {
      log.warn(
          "{} is for a new room; this one keeps \"{}\" (alcove setting set {} \"{}\" changes it)",
          flag.flag(),
          kept.get(setting),
          setting.word(),
          wished.get(setting));
    }
  }
}

package alcove.web.dashboard;

import alcove.identity.Word;
import alcove.room.model.RoomSetting;
import java.util.List;
import java.util.stream.Stream;

/**
 * A question to an admin who sets the room up; they come one after the other. Whom the room is for
 * comes last, when whoever answers is a member, so that nobody is locked out.
 */
enum SetupStep implements Word {
  /** What the room is. */
  NAME,
  /** What visitors read whose browser does not say. */
  LANGUAGE,
  /** How links to aliases are written, where there is a choice. */
  ALIASES,
  /** Whom the room is for. */
  MODE,
  /** Nothing more: what comes after it. */
  DONE;

  /** What is chosen in it. */
  List<RoomSetting> settings() {
    return switch (this) {
      case NAME -> List.of(RoomSetting.NAME, RoomSetting.DESCRIPTION);
      case LANGUAGE -> List.of(RoomSetting.LANGUAGE);
      case ALIASES -> List.of(RoomSetting.ALIAS_FORM);
      case MODE -> List.of(RoomSetting.PRIVACY_MODE);
      case DONE -> List.of();
    };
  }

  /** The steps there are for a room with or without a domain. */
  static List<SetupStep> all(boolean hasDomain) {
    return Stream.of(values()).filter(step -> hasDomain || step != ALIASES).toList();
  }
}

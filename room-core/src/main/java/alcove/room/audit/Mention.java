package alcove.room.audit;

import alcove.identity.FeedId;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomSetting;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;

/** Something that an entry of the audit log names. Immutable. */
public sealed interface Mention {
  /** The word, number or text for it, as commands print it. */
  String text();

  /** A value of which the type says what it is. */
  static Mention of(Object value) {
    return switch (value) {
      case FeedId id -> new Person(id);
      case Long invite -> new InviteNumber(invite);
      case Role role -> new RoleName(role);
      case NoticeKind kind -> new Kind(kind);
      case String text -> new Text(text);
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }

  /** Whether entries that are not about it are found by it, too. */
  default boolean isKey() {
    return false;
  }

  /** A person, or whoever has a key. */
  record Person(FeedId id) implements Mention {
    @Override
    public String text() {
      return id.toString();
    }

    @Override
    public boolean isKey() {
      return true;
    }
  }

  /** An invite. */
  record InviteNumber(long number) implements Mention {
    @Override
    public String text() {
      return Long.toString(number);
    }

    @Override
    public boolean isKey() {
      return true;
    }
  }

  /** An alias, whether somebody has it now or not. */
  record AliasName(String text) implements Mention {}

  /** A role. */
  record RoleName(Role role) implements Mention {
    @Override
    public String text() {
      return role.word();
    }
  }

  /** A privacy mode. */
  record Mode(PrivacyMode mode) implements Mention {
    @Override
    public String text() {
      return mode.word();
    }
  }

  /** A setting. */
  record SettingName(RoomSetting setting) implements Mention {
    @Override
    public String text() {
      return setting.word();
    }
  }

  /** A value of a setting. */
  record SettingValue(RoomSetting setting, String text) implements Mention {}

  /** A kind of notices. */
  record Kind(NoticeKind kind) implements Mention {
    @Override
    public String text() {
      return kind.word();
    }
  }

  /** A place in a list, counted from 1. */
  record Place(int place) implements Mention {
    @Override
    public String text() {
      return "place " + place;
    }
  }

  /** What is shown as it is. */
  record Text(String text) implements Mention {
    /** Nothing. */
    static final Text NONE = new Text("");
  }
}

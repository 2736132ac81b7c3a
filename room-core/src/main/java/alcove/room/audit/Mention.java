package alcove.room.audit;

import alcove.identity.FeedId;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomList;
import alcove.room.model.RoomSetting;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;

/** Something that an entry of the audit log names. Immutable. */
public sealed interface Mention {
  /** A value of which the type says what it is. */
  static Mention of(Object value) {
    return switch (value) {
      case FeedId id -> new Person(id);
      case Long invite -> new InviteNumber(invite);
      case Role role -> new RoleName(role);
      case NoticeKind kind -> new Kind(kind);
      case RoomList list -> new ListName(list);
      case String text -> new Text(text);
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }

  /** Whether entries that are not about it are found by it, too. */
  default boolean isKey() {
    return this instanceof Person || this instanceof InviteNumber;
  }

  /** The word, number or text for it, as commands print it. */
  default String text() {
    return switch (this) {
      case Person(FeedId id) -> id.toString();
      case InviteNumber(long number) -> Long.toString(number);
      case AliasName(String text) -> text;
      case RoleName(Role role) -> role.word();
      case Mode(PrivacyMode mode) -> mode.word();
      case SettingName(RoomSetting setting) -> setting.word();
      case SettingValue(_, String text) -> text;
      case Kind(NoticeKind kind) -> kind.word();
      case ListName(RoomList list) -> list.word();
      case Place(int place) -> "place " + place;
      case Text(String text) -> text;
    };
  }

  /** A person, or whoever has a key. */
  record Person(FeedId id) implements Mention {}

  /** An invite. */
  record InviteNumber(long number) implements Mention {}

  /** An alias, whether somebody has it now or not. */
  record AliasName(String text) implements Mention {}

  /** A role. */
  record RoleName(Role role) implements Mention {}

  /** A privacy mode. */
  record Mode(PrivacyMode mode) implements Mention {}

  /** A setting. */
  record SettingName(RoomSetting setting) implements Mention {}

  /** A value of a setting. */
  record SettingValue(RoomSetting setting, String text) implements Mention {}

  /** A kind of notices. */
  record Kind(NoticeKind kind) implements Mention {}

  /** A list of the room. */
  record ListName(RoomList list) implements Mention {}

  /** A place in a list, counted from 1. */
  record Place(int place) implements Mention {}

  /** What is shown as it is. */
  record Text(String text) implements Mention {
    /** Nothing. */
    static final Text NONE = new Text("");
  }
}

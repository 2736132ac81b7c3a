package alcove.room;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What admins can set while the room runs. Each has a name for commands and a text form. */
public enum RoomSetting {
  /** Whom the room is for. */
  PRIVACY_MODE("open, community or restricted", Refusal.SETTING_PRIVACY_MODE),
  /** What the room calls itself. */
  NAME("up to 128 printable characters", Refusal.SETTING_NAME),
  /** A sentence about the room; may be empty. */
  DESCRIPTION("up to 1000 printable characters, or nothing", Refusal.SETTING_DESCRIPTION),
  /** The language of pages for visitors whose browser names none that is there. */
  LANGUAGE("a language tag such as en or de-CH", Refusal.LANGUAGE_TAG),
  /** How links to aliases are written. */
  ALIAS_FORM("path or subdomain", Refusal.SETTING_ALIAS_FORM),
  /** How many aliases a member may have. */
  ALIASES_PER_MEMBER("a number, 0 to 1000", Refusal.SETTING_ALIASES_PER_MEMBER);

  private final String expected;
  private final Refusal refusal;

  RoomSetting(String expected, Refusal refusal) {
    this.expected = expected;
    this.refusal = refusal;
  }

  /** The setting that a person names, such as {@code privacy-mode}. */
  public static Optional<RoomSetting> named(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** All names, for messages. */
  public static String words() {
    return Arrays.stream(values()).map(RoomSetting::word).collect(Collectors.joining(", "));
  }

  /** The name in lower case with hyphens, as commands, pages and the database write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Why another value is refused. */
  Refusal refusal() {
    return refusal;
  }

  /** What its value must be, for messages. */
  public String expected() {
    return expected;
  }
}

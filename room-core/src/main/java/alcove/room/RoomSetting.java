package alcove.room;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What admins can set while the room runs. Each has a name for commands and a text form. */
public enum RoomSetting implements Word {
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
  ALIASES_PER_MEMBER("a number, 0 to 1000", Refusal.SETTING_ALIASES_PER_MEMBER),
  /** Whether the front page says how many are online. */
  SHOW_ONLINE("yes or no", Refusal.MALFORMED),
  /** How to reach whoever runs the room: words, a mail address or a URL; may be empty. */
  CONTACT("up to 200 printable characters, or nothing", Refusal.SETTING_CONTACT),
  /** Who answers for the room, where the law asks for it: words or a URL; may be empty. */
  IMPRINT("up to 1000 printable characters, or nothing", Refusal.SETTING_IMPRINT);

  static final String YES = "yes";
  static final String NO = "no";

  private final String expected;
  private final Refusal refusal;

  RoomSetting(String expected, Refusal refusal) {
    this.expected = expected;
    this.refusal = refusal;
  }

  /** The setting that a person names, such as {@code privacy-mode}. */
  public static Optional<RoomSetting> named(String word) {
    return Word.named(RoomSetting.class, word);
  }

  /** All names, for messages. */
  public static String words() {
    return Arrays.stream(values()).map(RoomSetting::word).collect(Collectors.joining(", "));
  }

  /** Why another value is refused. */
  Refusal refusal() {
    return refusal;
  }

  /** What its value must be, for messages. */
  public String expected() {
    return expected;
  }

  /**
   * The form in which a value is kept.
   *
   * @throws RefusedException if {@code text} is not a value of it
   */
  String kept(String text) throws RefusedException {
    return form(text)
        .orElseThrow(
            () -> new RefusedException(refusal, "%s: expected %s".formatted(word(), expected)));
  }

  /** Why {@code text} cannot be a value of it, if it cannot. */
  public Optional<RefusedException> problem(String text) {
    try {
      kept(text);
      return Optional.empty();
    } catch (RefusedException refused) {
      return Optional.of(refused);
    }
  }

  private Optional<String> form(String text) {
    return switch (this) {
      case PRIVACY_MODE -> PrivacyMode.named(text).map(PrivacyMode::word);
      case NAME -> line(text, RoomSettings.LONGEST_NAME).filter(name -> !name.isEmpty());
      case DESCRIPTION, IMPRINT -> line(text, RoomSettings.LONGEST_DESCRIPTION);
      case CONTACT -> line(text, RoomSettings.LONGEST_CONTACT);
      case LANGUAGE -> Optional.of(text).filter(Notice::isLanguage);
      case ALIAS_FORM -> AliasForm.named(text).map(AliasForm::word);
      case ALIASES_PER_MEMBER -> number(text);
      case SHOW_ONLINE -> Optional.of(text).filter(word -> word.equals(YES) || word.equals(NO));
    };
  }

  private static Optional<String> line(String text, int longest) {
    return Optional.of(text.strip())
        .filter(line -> line.codePointCount(0, line.length()) <= longest)
        .filter(line -> line.codePoints().noneMatch(Character::isISOControl));
  }

  private static Optional<String> number(String text) {
    try {
      return Optional.of(Integer.parseInt(text))
          .filter(number -> number >= 0 && number <= RoomSettings.MOST_ALIASES)
          .map(number -> Integer.toString(number));
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }
}

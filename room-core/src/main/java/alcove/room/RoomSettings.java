package alcove.room;

import java.util.Optional;

/**
 * What admins chose. Immutable.
 *
 * @param name not empty
 * @param description may be empty
 * @param language a language tag
 * @param aliasesPerMember the most that one member may have
 */
public record RoomSettings(
    PrivacyMode privacyMode,
    String name,
    String description,
    String language,
    AliasForm aliasForm,
    int aliasesPerMember) {
  static final int LONGEST_NAME = 128;
  static final int LONGEST_DESCRIPTION = 1000;
  static final int MOST_ALIASES = 1000;
  private static final int USUAL_ALIASES = 5;

  /** What a new room has besides its mode and name. */
  public static RoomSettings ofANewRoom(PrivacyMode mode, String name) {
    return new RoomSettings(mode, name, "", "en", AliasForm.PATH, USUAL_ALIASES);
  }

  /** The text form of one of them. */
  public String get(RoomSetting setting) {
    return switch (setting) {
      case PRIVACY_MODE -> privacyMode.word();
      case NAME -> name;
      case DESCRIPTION -> description;
      case LANGUAGE -> language;
      case ALIAS_FORM -> aliasForm.word();
      case ALIASES_PER_MEMBER -> Integer.toString(aliasesPerMember);
    };
  }

  /**
   * The same with another value of one of them.
   *
   * @throws RefusedException if {@code text} is not a value of it
   */
  public RoomSettings with(RoomSetting setting, String text) throws RefusedException {
    Optional<RoomSettings> changed =
        switch (setting) {
          case PRIVACY_MODE -> PrivacyMode.named(text).map(this::withPrivacyMode);
          case NAME -> line(text, LONGEST_NAME).filter(s -> !s.isEmpty()).map(this::withName);
          case DESCRIPTION -> line(text, LONGEST_DESCRIPTION).map(this::withDescription);
          case LANGUAGE -> language(text).map(this::withLanguage);
          case ALIAS_FORM -> AliasForm.named(text).map(this::withAliasForm);
          case ALIASES_PER_MEMBER -> number(text).map(this::withAliasesPerMember);
        };
    return changed.orElseThrow(
        () ->
            new RefusedException(
                setting.refusal(),
                "%s: expected %s".formatted(setting.word(), setting.expected())));
  }

  private static Optional<String> line(String text, int longest) {
    return Optional.of(text.strip())
        .filter(line -> line.codePointCount(0, line.length()) <= longest)
        .filter(line -> line.codePoints().noneMatch(Character::isISOControl));
  }

  private static Optional<String> language(String text) {
    try {
      Notice.requireLanguage(text);
      return Optional.of(text);
    } catch (RefusedException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.valueOf(text)).filter(n -> n >= 0 && n <= MOST_ALIASES);
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }

  private RoomSettings withPrivacyMode(PrivacyMode other) {
    return new RoomSettings(other, name, description, language, aliasForm, aliasesPerMember);
  }

  private RoomSettings withName(String other) {
    return new RoomSettings(privacyMode, other, description, language, aliasForm, aliasesPerMember);
  }

  private RoomSettings withDescription(String other) {
    return new RoomSettings(privacyMode, name, other, language, aliasForm, aliasesPerMember);
  }

  private RoomSettings withLanguage(String other) {
    return new RoomSettings(privacyMode, name, description, other, aliasForm, aliasesPerMember);
  }

  private RoomSettings withAliasForm(AliasForm other) {
    return new RoomSettings(privacyMode, name, description, language, other, aliasesPerMember);
  }

  private RoomSettings withAliasesPerMember(int other) {
    return new RoomSettings(privacyMode, name, description, language, aliasForm, other);
  }
}

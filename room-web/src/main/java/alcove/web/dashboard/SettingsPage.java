package alcove.web.dashboard;

import alcove.room.PrivacyMode;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.RoomSetting;
import alcove.room.RoomSettings;
import alcove.web.http.Fields;
import alcove.web.http.Rejection;
import alcove.web.http.SiteParts;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What admins choose, as its template sees it.
 *
 * @param done the word for what was just done
 */
record SettingsPage(List<Field> fields, @Nullable String done) {
  /** Those of the form; whom the room is for has one of its own. */
  static final List<RoomSetting> SHOWN =
      Stream.of(RoomSetting.values())
          .filter(setting -> setting != RoomSetting.PRIVACY_MODE)
          .toList();

  /** The words for whom a room can be for. */
  static final List<String> MODES = Stream.of(PrivacyMode.values()).map(PrivacyMode::word).toList();

  /**
   * One setting.
   *
   * @param word its name, and the end of its texts' keys
   * @param kind how it is entered: {@code text}, {@code yes}, {@code language} or {@code form}
   * @param problem what is wrong about the value
   */
  record Field(String word, String kind, String value, @Nullable Refusal problem) {}

  static SettingsPage of(
      SiteParts parts,
      Map<RoomSetting, String> entered,
      Map<RoomSetting, RefusedException> problems,
      @Nullable String done) {
    RoomSettings settings = parts.room().settings();
    return new SettingsPage(
        SHOWN.stream().map(setting -> field(setting, settings, entered, problems)).toList(), done);
  }

  /** A setting with its value, or with what was entered and what is wrong about that. */
  static Field field(
      RoomSetting setting,
      RoomSettings settings,
      Map<RoomSetting, String> entered,
      Map<RoomSetting, RefusedException> problems) {
    RefusedException problem = problems.get(setting);
    return new Field(
        setting.word(),
        kind(setting),
        entered.getOrDefault(setting, settings.get(setting)),
        problem == null ? null : problem.reason());
  }

  private static String kind(RoomSetting setting) {
    return switch (setting) {
      case SHOW_ONLINE -> "yes";
      case ALIAS_FORM -> "form";
      case LANGUAGE -> "language";
      default -> "text";
    };
  }

  /**
   * What a form says of its settings: browsers leave out what is not ticked.
   *
   * @throws Rejection if another one is missing
   */
  static Map<RoomSetting, String> entered(List<RoomSetting> settings, Fields form)
      throws Rejection {
    Map<RoomSetting, String> entered = new EnumMap<>(RoomSetting.class);
    for (RoomSetting setting : settings) {
      entered.put(
          setting,
          setting == RoomSetting.SHOW_ONLINE
              ? form.get(setting.word()).orElse("no")
              : form.need(setting.word()));
    }
    return entered;
  }

  /** What is wrong of it. */
  static Map<RoomSetting, RefusedException> problems(Map<RoomSetting, String> entered) {
    Map<RoomSetting, RefusedException> problems = new EnumMap<>(RoomSetting.class);
    entered.forEach(
        (setting, value) ->
            setting.problem(value).ifPresent(problem -> problems.put(setting, problem)));
    return problems;
  }

  /** Whom a room can be for. */
  public List<String> modes() {
    return MODES;
  }
}

package alcove.web.dashboard;

import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.web.http.Fields;
import alcove.web.http.Form;
import alcove.web.http.HttpError;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The settings of the room, as their template sees them. */
record SettingsView(List<Field> fields) {
  /** Those of the form; whom the room is for has one of its own. */
  static final List<RoomSetting> SHOWN =
      Stream.of(RoomSetting.values())
          .filter(setting -> setting != RoomSetting.PRIVACY_MODE)
          .toList();

  /**
   * One setting, whose name is the end of its texts' keys.
   *
   * @param value the present one
   */
  record Field(RoomSetting setting, String value) {
    /** How it is entered: as {@code text}, {@code language}, {@code choice} or {@code switch}. */
    public String kind() {
      if (setting == RoomSetting.LANGUAGE) {
        return "language";
      }
      return setting.isSwitch() ? "switch" : setting.choices().isEmpty() ? "text" : "choice";
    }
  }

  static SettingsView of(RoomSettings settings, List<RoomSetting> those) {
    return new SettingsView(
        those.stream().map(each -> new Field(each, settings.get(each))).toList());
  }

  /**
   * What a form says of its settings: browsers leave out what is not ticked.
   *
   * @throws HttpError if another one is missing
   * @throws Form.WrongFieldsException if some cannot be as they were entered
   */
  static Map<RoomSetting, String> entered(List<RoomSetting> settings, Fields form)
      throws HttpError, Form.WrongFieldsException {
    Map<RoomSetting, String> entered = new EnumMap<>(RoomSetting.class);
    Map<String, RefusedException> problems = new LinkedHashMap<>();
    for (RoomSetting setting : settings) {
      String value =
          setting.isSwitch() ? form.get(setting.word()).orElse("no") : form.need(setting.word());
      entered.put(setting, value);
      setting.problem(value).ifPresent(problem -> problems.put(setting.word(), problem));
    }
    if (!problems.isEmpty()) {
      throw new Form.WrongFieldsException(problems);
    }
    return entered;
  }

  /** The words for whom a room can be for. */
  public List<String> modes() {
    return RoomSetting.PRIVACY_MODE.choices();
  }
}

package alcove.web.dashboard;

import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.Form;
import alcove.web.http.HttpError;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The settings of the room, for admins. Thread-safe. */
public record SettingsHandler(WebContext web) {
  /** The page. */
  static final String PATH = "/dashboard/settings";

  /** Those of the form; whom the room is for, and how it looks, have one of their own. */
  static final List<RoomSetting> SHOWN =
      Stream.of(RoomSetting.values())
          .filter(setting -> setting != RoomSetting.PRIVACY_MODE && setting != RoomSetting.COLOR)
          .toList();

  /** What the field begins with that says how a setting was when the page was shown. */
  private static final String SHOWN_BEFORE = "before-";

  public void addTo(Routes routes) {
    routes
        .page(PATH, Action.CHANGE_SETTINGS, (who, query) -> Response.page("settings", SHOWN))
        .inMenu()
        .form(PATH + "/save", Action.CHANGE_SETTINGS, this::save)
        .form(PATH + "/privacy-mode", Action.CHANGE_PRIVACY_MODE, this::changeMode);
  }

  /**
   * All of them that were changed on the page are saved, or none; what somebody else has changed
   * since it was shown stays.
   */
  private Response save(SignedIn who, Fields form) throws Exception {
    Map<RoomSetting, String> changed = entered(SHOWN, form);
    changed
        .entrySet()
        .removeIf(
            each ->
                form.get(SHOWN_BEFORE + each.getKey().word())
                    .filter(each.getValue()::equals)
                    .isPresent());
    web.room().change(who.actor(), changed);
    return new Response.Done("saved");
  }

  private Response changeMode(SignedIn who, Fields form) throws RefusedException {
    web.room().change(who.actor(), RoomSetting.PRIVACY_MODE, form.text("mode"));
    return new Response.Done("mode");
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
}

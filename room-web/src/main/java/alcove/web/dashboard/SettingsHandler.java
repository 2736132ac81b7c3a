package alcove.web.dashboard;

import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;

/** The settings of the room, for admins. Thread-safe. */
public record SettingsHandler(WebContext web) {
  /** The page. */
  static final String PATH = "/dashboard/settings";

  public void addTo(Routes routes) {
    routes
        .page(
            PATH,
            Action.CHANGE_SETTINGS,
            (who, query) ->
                Response.page(
                    "settings", SettingsView.of(web.room().settings(), SettingsView.SHOWN)))
        .inMenu()
        .form(PATH + "/save", Action.CHANGE_SETTINGS, this::save)
        .form(PATH + "/privacy-mode", Action.CHANGE_PRIVACY_MODE, this::changeMode);
  }

  /** All of them are saved, or none. */
  private Response save(SignedIn who, Fields form) throws Exception {
    web.room().change(who.actor(), SettingsView.entered(SettingsView.SHOWN, form));
    return new Response.Done("saved");
  }

  private Response changeMode(SignedIn who, Fields form) throws RefusedException {
    web.room().change(who.actor(), RoomSetting.PRIVACY_MODE, form.text("mode"));
    return new Response.Done("mode");
  }
}

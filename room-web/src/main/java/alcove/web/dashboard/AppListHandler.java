package alcove.web.dashboard;

import alcove.room.model.App;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.notices.Apps;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.HttpError;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.util.List;
import java.util.Map;

/** The list of apps that invite pages name, for those who choose them. Thread-safe. */
public record AppListHandler(WebContext web) {
  /** The list. */
  static final String PATH = SettingsHandler.PATH + "/apps";

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.APP_NAME, "name",
          Refusal.TOO_MANY_APPS, "name",
          Refusal.APP_PLATFORMS, "platforms",
          Refusal.APP_HOMEPAGE, "homepage",
          Refusal.APP_BROWSER_LINK, "browser-link",
          Refusal.APP_ANDROID_PACKAGE, "android-package");

  public void addTo(Routes routes) {
    routes
        .page(PATH, Action.CHANGE_SETTINGS, (who, query) -> list())
        .form(PATH + "/add", Action.CHANGE_SETTINGS, this::add, FIELDS)
        .form(PATH + "/move", Action.CHANGE_SETTINGS, this::move);
    routes
        .page(PATH + "/one", Action.CHANGE_SETTINGS, this::show)
        .form(PATH + "/change", Action.CHANGE_SETTINGS, this::change, FIELDS)
        .form(PATH + "/remove", Action.CHANGE_SETTINGS, this::remove);
  }

  private Response list() {
    List<App> all = web.room().apps().list();
    return Response.page(
        "apps", Map.of("apps", all, "full", all.size() >= Apps.MOST, "add", AppView.EMPTY));
  }

  private Response show(SignedIn who, Fields query) throws RefusedException {
    return Response.page("app", new AppView(find(query)));
  }

  private App find(Fields fields) throws RefusedException {
    return web.room().apps().list().stream()
        .filter(app -> app.id() == id(fields))
        .findFirst()
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, "there is no such app"));
  }

  private static long id(Fields fields) {
    return fields.number("id").orElse(-1L);
  }

  private Response add(SignedIn who, Fields form) throws RefusedException, HttpError {
    web.room().apps().add(who.actor(), AppView.card(form));
    return new Response.Done("added");
  }

  private Response change(SignedIn who, Fields form) throws RefusedException, HttpError {
    web.room().apps().change(who.actor(), find(form).id(), AppView.card(form));
    return Response.see(PATH + "?done=changed");
  }

  private Response move(SignedIn who, Fields form) throws RefusedException {
    long place = Math.min(form.number("place").orElse(-1L), Integer.MAX_VALUE);
    web.room().apps().move(who.actor(), id(form), (int) place);
    return new Response.Done("moved");
  }

  private Response remove(SignedIn who, Fields form) throws RefusedException {
    web.room().apps().remove(who.actor(), id(form));
    return Response.see(PATH + "?done=removed");
  }
}

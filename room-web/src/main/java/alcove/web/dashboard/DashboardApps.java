package alcove.web.dashboard;

import alcove.room.Action;
import alcove.room.App;
import alcove.room.Apps;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.web.http.Answer;
import alcove.web.http.Fields;
import alcove.web.http.Rejection;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.util.List;
import java.util.Map;

/** The apps that invite pages name, for those who choose them. Thread-safe. */
public final class DashboardApps {
  /** The list. */
  static final String PATH = DashboardSettings.PATH + "/apps";

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.APP_NAME, "name",
          Refusal.TOO_MANY_APPS, "name",
          Refusal.APP_PLATFORMS, "platforms",
          Refusal.APP_HOMEPAGE, "homepage",
          Refusal.APP_BROWSER_LINK, "browser-link",
          Refusal.APP_ANDROID_PACKAGE, "android-package");

  private final Apps apps;

  public DashboardApps(WebContext web) {
    this.apps = web.room().apps();
  }

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

  private Answer list() {
    List<App> all = apps.list();
    return Answer.page(
        "apps", Map.of("apps", all, "full", all.size() >= Apps.MOST, "add", AppForm.EMPTY));
  }

  private Answer show(SignedIn who, Fields query) throws RefusedException {
    return Answer.page("app", new AppForm(find(query)));
  }

  private App find(Fields fields) throws RefusedException {
    return apps.list().stream()
        .filter(app -> app.id() == id(fields))
        .findFirst()
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, "there is no such app"));
  }

  private static long id(Fields fields) {
    return fields.number("id").orElse(-1L);
  }

  private Answer add(SignedIn who, Fields form) throws RefusedException, Rejection {
    apps.add(who.actor(), AppForm.card(form));
    return new Answer.Done("added");
  }

  private Answer change(SignedIn who, Fields form) throws RefusedException, Rejection {
    apps.change(who.actor(), find(form).id(), AppForm.card(form));
    return new Answer.See(PATH + "?done=changed");
  }

  private Answer move(SignedIn who, Fields form) throws RefusedException {
    long place = Math.min(form.number("place").orElse(-1L), Integer.MAX_VALUE);
    apps.move(who.actor(), id(form), (int) place);
    return new Answer.Done("moved");
  }

  private Answer remove(SignedIn who, Fields form) throws RefusedException {
    apps.remove(who.actor(), id(form));
    return new Answer.See(PATH + "?done=removed");
  }
}

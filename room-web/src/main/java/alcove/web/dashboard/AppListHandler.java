package alcove.web.dashboard;

import alcove.room.apps.App;
import alcove.room.apps.AppCard;
import alcove.room.apps.AppStore;
import alcove.room.apps.Platform;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.notices.Apps;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.Form;
import alcove.web.http.HttpError;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  private static final App NEW =
      new App(0, new AppCard("", Set.of(), "", Optional.empty(), Optional.empty()));
  private static final String PLATFORM = "runs-on-";

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
        "apps", Map.of("apps", all, "full", all.size() >= Apps.MOST, "add", form(NEW)));
  }

  private Response show(SignedIn who, Fields query) throws RefusedException {
    return Response.page("app", form(find(query)));
  }

  /** What the form shows that says something of an app, until something is entered. */
  private static Map<String, Object> form(App app) {
    return Map.of(
        "app", app,
        "platforms", List.of(Platform.values()),
        "stores", List.of(AppStore.values()),
        "inviteSign", AppCard.INVITE_SIGN,
        "uriSign", AppCard.URI_SIGN,
        "longestName", AppCard.LONGEST_NAME,
        "longestUrl", AppCard.LONGEST_URL);
  }

  /** What was entered. */
  private static AppCard card(Fields form) throws HttpError, Form.WrongFieldsException {
    Set<Platform> runsOn = EnumSet.allOf(Platform.class);
    runsOn.removeIf(platform -> form.get(PLATFORM + platform.word()).isEmpty());
    return new AppCard(
        form.text("name").strip(),
        runsOn,
        form.need("homepage").strip(),
        given(form.need("browser-link")),
        given(form.need("android-package")),
        stores(form));
  }

  private static Map<AppStore, String> stores(Fields form) throws Form.WrongFieldsException {
    Map<AppStore, String> stores = new EnumMap<>(AppStore.class);
    Map<String, RefusedException> problems = new LinkedHashMap<>();
    for (AppStore store : AppStore.values()) {
      Optional<String> link = given(form.text(store.word()));
      try {
        if (link.isPresent()) {
          AppCard.require(store, link.get());
          stores.put(store, link.get());
        }
      } catch (RefusedException foreign) {
        problems.put(store.word(), foreign);
      }
    }
    if (!problems.isEmpty()) {
      throw new Form.WrongFieldsException(problems);
    }
    return stores;
  }

  private static Optional<String> given(String text) {
    return Optional.of(text.strip()).filter(some -> !some.isEmpty());
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

  private Response add(SignedIn who, Fields form) throws Exception {
    web.room().apps().add(who.actor(), card(form));
    return new Response.Done("added");
  }

  private Response change(SignedIn who, Fields form) throws Exception {
    web.room().apps().change(who.actor(), find(form).id(), card(form));
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

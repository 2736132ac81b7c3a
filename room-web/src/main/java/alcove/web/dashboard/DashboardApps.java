package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.room.Action;
import alcove.room.App;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.Room;
import alcove.web.http.Answer;
import alcove.web.http.Answers;
import alcove.web.http.Desk;
import alcove.web.http.Endpoint;
import alcove.web.http.Fields;
import alcove.web.http.Rejection;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The apps that invite pages name, for those who choose them. Thread-safe. */
public final class DashboardApps {
  /** The list. */
  static final String PATH = DashboardSettings.PATH + "/apps";

  private static final Set<String> DONE = Set.of("added", "changed", "moved", "removed");

  private final Desk desk;
  private final Room room;

  public DashboardApps(Desk desk) {
    this.desk = desk;
    this.room = desk.room();
  }

  /** What is done to the list by a form. */
  @FunctionalInterface
  private interface Deed {
    Answer by(SignedIn who, Fields form) throws RefusedException, Rejection;
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(this::list).forMembers(Action.CHANGE_SETTINGS));
    routes.at(PATH + "/one", get(this::show).forMembers(Action.CHANGE_SETTINGS));
    at(routes, "/add", this::add);
    at(routes, "/change", this::change);
    at(routes, "/move", this::move);
    at(routes, "/remove", this::remove);
  }

  private void at(Routes routes, String path, Deed deed) {
    Endpoint.Responder responder =
        visit ->
            visit.form().compose(form -> desk.storage().run(() -> deed.by(visit.member(), form)));
    routes.at(PATH + path, post(responder).forMembers(Action.CHANGE_SETTINGS));
  }

  private Future<Answer> list(Visit visit) {
    @Nullable String done = visit.query("done").filter(DONE::contains).orElse(null);
    return desk.storage()
        .run(() -> Answer.page("apps", AppsPage.of(room.apps().list(), AppForm.EMPTY, done)));
  }

  private Future<Answer> show(Visit visit) {
    long id = number(visit.query("id"));
    return desk.storage().run(() -> Answer.page("app", AppForm.of(find(id).card(), id)));
  }

  private App find(long id) throws RefusedException {
    return room.apps().list().stream()
        .filter(app -> app.id() == id)
        .findFirst()
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, "there is no such app"));
  }

  private static long number(Optional<String> text) {
    return text.filter(digits -> digits.matches("[0-9]{1,18}")).map(Long::parseLong).orElse(-1L);
  }

  private Answer add(SignedIn who, Fields form) throws RefusedException, Rejection {
    AppForm app = AppForm.of(form, 0);
    try {
      room.apps().add(who.actor(), app.card());
      return new Answer.See(PATH + "?done=added");
    } catch (RefusedException refused) {
      AppForm again = app.correctable(refused);
      return new Answer.Page(
          Answers.status(refused.reason()), "apps", AppsPage.of(room.apps().list(), again, null));
    }
  }

  private Answer change(SignedIn who, Fields form) throws RefusedException, Rejection {
    long id = find(number(form.get("id"))).id();
    AppForm app = AppForm.of(form, id);
    try {
      room.apps().change(who.actor(), id, app.card());
      return new Answer.See(PATH + "?done=changed");
    } catch (RefusedException refused) {
      return new Answer.Page(Answers.status(refused.reason()), "app", app.correctable(refused));
    }
  }

  private Answer move(SignedIn who, Fields form) throws RefusedException {
    int place = (int) Math.min(number(form.get("place")), Integer.MAX_VALUE);
    room.apps().move(who.actor(), number(form.get("id")), place);
    return new Answer.See(PATH + "?done=moved");
  }

  private Answer remove(SignedIn who, Fields form) throws RefusedException {
    room.apps().remove(who.actor(), number(form.get("id")));
    return new Answer.See(PATH + "?done=removed");
  }
}

package alcove.web.dashboard;

import alcove.room.Action;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.Room;
import alcove.web.http.Answer;
import alcove.web.http.Fields;
import alcove.web.http.Purpose;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Map;

/** What is a member's own: sessions, password, membership. Thread-safe. */
public final class DashboardAccount {
  /** The page. */
  static final String PATH = "/dashboard/account";

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.WRONG_PASSWORD, "present",
          Refusal.TOO_OFTEN, "present",
          Refusal.PASSWORD_LENGTH, "password",
          Refusal.PASSWORDS_DIFFER, "again");

  private final WebContext web;
  private final Room room;

  public DashboardAccount(WebContext web) {
    this.web = web;
    this.room = web.room();
  }

  public void addTo(Routes routes) {
    routes
        .page(PATH, (who, query) -> Answer.page("account", AccountPage.of(room, who)))
        .inMenu()
        .form(PATH + "/end-session", Action.SIGN_IN, this::endSession)
        .form(
            PATH + "/end-all",
            Action.SIGN_IN,
            Purpose.USE_DASHBOARD,
            (visit, form) ->
                goOut(visit, LocalPath.SIGN_IN, () -> room.sessions().endAll(visit.member().id())),
            Map.of())
        .form(
            PATH + "/password",
            Action.SIGN_IN,
            Purpose.USE_DASHBOARD,
            (visit, form) -> web.hashing().run(() -> setPassword(visit.member(), form)),
            FIELDS)
        .form(
            PATH + "/leave",
            Action.SIGN_IN,
            Purpose.USE_DASHBOARD,
            (visit, form) -> goOut(visit, "/", () -> room.members().leave(visit.member().id())),
            Map.of());
    routes.page(PATH + "/data", (who, query) -> data(who));
  }

  private Answer data(SignedIn who) throws RefusedException {
    return new Answer.Download(
        "room-data.json", OwnDataDocument.of(room, room.dataOf(who.id()), web.clock().instant()));
  }

  private Answer endSession(SignedIn who, Fields form) throws RefusedException {
    room.sessions().end(who.id(), form.number("id").orElse(-1L));
    return new Answer.Done("ended");
  }

  /** Something after which nobody is signed in here. */
  @FunctionalInterface
  private interface End {
    void come() throws RefusedException;
  }

  private Future<Answer> goOut(Visit visit, String to, End end) {
    return web.storage()
        .<Answer>run(
            () -> {
              end.come();
              return new Answer.See(to);
            })
        .onSuccess(_ -> web.sessions().forget(visit));
  }

  private Answer setPassword(SignedIn who, Fields form) throws RefusedException {
    if (room.passwords().isSet(who.id())) {
      room.passwords().check(who.id().toString(), form.text("present"));
    }
    room.passwords().set(who.id(), form.newPassword(), who.session().id());
    return new Answer.Done("password");
  }
}

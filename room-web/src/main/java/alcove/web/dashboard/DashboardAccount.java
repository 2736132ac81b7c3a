package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.Room;
import alcove.web.http.Answer;
import alcove.web.http.Answers;
import alcove.web.http.Desk;
import alcove.web.http.Fields;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is a member's own: sessions, password, membership. Thread-safe. */
public final class DashboardAccount {
  /** The page. */
  static final String PATH = "/dashboard/account";

  private static final String TEMPLATE = "account";
  private static final Set<String> DONE = Set.of("ended", "password");

  private final Desk desk;
  private final Room room;

  public DashboardAccount(Desk desk) {
    this.desk = desk;
    this.room = desk.room();
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(this::show).forMembers());
    routes.at(PATH + "/data", get(this::download).forMembers());
    routes.at(PATH + "/end-session", post(this::endSession).forMembers());
    routes.at(PATH + "/end-all", post(this::endAll).forMembers());
    routes.at(PATH + "/password", post(this::setPassword).forMembers());
    routes.at(PATH + "/leave", post(this::leave).forMembers());
  }

  private Future<Answer> show(Visit visit) {
    @Nullable String done = visit.query("done").filter(DONE::contains).orElse(null);
    return desk.storage()
        .run(() -> Answer.page(TEMPLATE, AccountPage.of(room, visit.member(), null, done)));
  }

  private Future<Answer> download(Visit visit) {
    SignedIn who = visit.member();
    return desk.storage()
        .run(
            () ->
                new Answer.Download(
                    "room-data.json",
                    OwnDataDocument.of(
                        room, room.dataOf(who.id()), desk.parts().clock().instant())));
  }

  private Future<Answer> endSession(Visit visit) {
    SignedIn who = visit.member();
    return visit
        .form()
        .compose(
            form ->
                desk.storage()
                    .run(
                        () -> {
                          room.sessions().end(who.id(), number(form));
                          return new Answer.See(PATH + "?done=ended");
                        }));
  }

  private static long number(Fields form) {
    return form.get("id")
        .filter(digits -> digits.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(-1L);
  }

  private Future<Answer> endAll(Visit visit) {
    return visit
        .form()
        .compose(
            form ->
                desk.storage()
                    .<Answer>run(
                        () -> {
                          room.sessions().endAll(visit.member().id());
                          return new Answer.See("/login");
                        }))
        .onSuccess(_ -> desk.sessions().forget(visit));
  }

  private Future<Answer> setPassword(Visit visit) {
    return visit
        .form()
        .compose(form -> desk.parts().hashing().run(() -> setPassword(visit.member(), form)));
  }

  private Answer setPassword(SignedIn who, Fields form) {
    try {
      if (room.passwords().isSet(who.id())) {
        room.passwords().check(who.id().toString(), form.get("present").orElse(""));
      }
      String password = form.get("password").orElse("");
      if (!password.equals(form.get("again").orElse(""))) {
        throw new RefusedException(Refusal.PASSWORDS_DIFFER, "these are two different passwords");
      }
      room.passwords().set(who.id(), password, who.session().id());
      return new Answer.See(PATH + "?done=password");
    } catch (RefusedException refused) {
      return new Answer.Page(
          Answers.status(refused.reason()),
          TEMPLATE,
          AccountPage.of(room, who, refused.reason(), null));
    }
  }

  private Future<Answer> leave(Visit visit) {
    return visit
        .form()
        .compose(
            form ->
                desk.storage()
                    .<Answer>run(
                        () -> {
                          room.members().leave(visit.member().id());
                          return new Answer.See("/");
                        }))
        .onSuccess(_ -> desk.sessions().forget(visit));
  }
}

package alcove.web.entrance;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.identity.FeedId;
import alcove.room.NewSession;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.Room;
import alcove.room.SignInWay;
import alcove.room.StorageThreads;
import alcove.web.http.Answer;
import alcove.web.http.BrowserSessions;
import alcove.web.http.Desk;
import alcove.web.http.Fields;
import alcove.web.http.Purpose;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.LocalPath;
import io.vertx.core.Future;

/** Signing in with a password, and choosing one by a link of an admin's. Thread-safe. */
public final class PasswordPages {
  private final Room room;
  private final StorageThreads hashing;
  private final BrowserSessions sessions;

  public PasswordPages(Desk desk) {
    this.room = desk.room();
    this.hashing = desk.parts().hashing();
    this.sessions = desk.sessions();
  }

  public void addTo(Routes routes) {
    routes.at(
        "/login/password",
        get(Purpose.LOOK_AT_PAGE, this::ask)
            .and(post(Purpose.TRY_PASSWORD, this::signIn))
            .withSecrets());
    routes.at(
        "/password",
        get(Purpose.TRY_PASSWORD, this::askForNew)
            .and(post(Purpose.TRY_PASSWORD, this::choose))
            .withSecrets());
  }

  /** {@code GET /login/password}: asks for it. */
  Future<Answer> ask(Visit visit) {
    String then = LocalPath.orHome(visit.query("then"));
    return Future.succeededFuture(
        Answer.page("login-password", new LoginPasswordPage("", then, null)));
  }

  /** {@code POST /login/password}: takes it. */
  Future<Answer> signIn(Visit visit) {
    String former = sessions.token(visit);
    return visit.form().compose(form -> signIn(visit, form, former));
  }

  private Future<Answer> signIn(Visit visit, Fields form, String former) {
    String name = form.get("name").orElse("");
    String then = LocalPath.orHome(form.get("then"));
    return hashing
        .run(
            () -> {
              FeedId id = room.passwords().check(name, form.get("password").orElse(""));
              return sessions.open(id, SignInWay.PASSWORD, former);
            })
        .map(opened -> enter(visit, opened, then))
        .recover(failure -> again(failure, name, then));
  }

  private Answer enter(Visit visit, NewSession opened, String then) {
    sessions.give(visit, opened.token());
    return new Answer.See(then);
  }

  /** What is wrong is said beside the form, which keeps the name. */
  private static Future<Answer> again(Throwable failure, String name, String then) {
    if (!(failure instanceof RefusedException refused)) {
      return Future.failedFuture(failure);
    }
    int status = refused.reason() == Refusal.TOO_OFTEN ? 429 : 403;
    return Future.succeededFuture(
        new Answer.Page(
            status, "login-password", new LoginPasswordPage(name, then, refused.reason())));
  }

  /** {@code GET /password?token=}: asks for a new one. */
  Future<Answer> askForNew(Visit visit) {
    String token = visit.secret("token");
    return hashing.run(
        () -> {
          FeedId member = room.passwords().resetting(token);
          return Answer.page("password", new ChoosePasswordPage(member.toString(), token, null));
        });
  }

  /** {@code POST /password}: sets it, and signs in. */
  Future<Answer> choose(Visit visit) {
    String former = sessions.token(visit);
    return visit.form().compose(form -> choose(visit, form, former));
  }

  private Future<Answer> choose(Visit visit, Fields form, String former) {
    String token = form.get("token").orElse("");
    String password = form.get("password").orElse("");
    return hashing
        .run(
            () -> {
              FeedId member = room.passwords().resetting(token);
              if (!password.equals(form.get("again").orElse(""))) {
                throw new RefusedException(
                    Refusal.PASSWORDS_DIFFER, "these are two different passwords");
              }
              room.passwords().reset(token, password);
              return sessions.open(member, SignInWay.PASSWORD, former);
            })
        .map(opened -> enter(visit, opened, LocalPath.HOME))
        .recover(failure -> chooseAgain(failure, token));
  }

  private Future<Answer> chooseAgain(Throwable failure, String token) {
    if (failure instanceof RefusedException refused
        && (refused.reason() == Refusal.PASSWORD_LENGTH
            || refused.reason() == Refusal.PASSWORDS_DIFFER)) {
      return hashing.run(
          () ->
              new Answer.Page(
                  400,
                  "password",
                  new ChoosePasswordPage(
                      room.passwords().resetting(token).toString(), token, refused.reason())));
    }
    return Future.failedFuture(failure);
  }
}

package alcove.web.entrance;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.identity.FeedId;
import alcove.room.NewSession;
import alcove.room.PublicAddress;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.SignInWay;
import alcove.web.http.Answer;
import alcove.web.http.BrowserSessions;
import alcove.web.http.Fields;
import alcove.web.http.Form;
import alcove.web.http.Purpose;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import io.vertx.core.Future;
import java.util.Map;

/** Signing in with a password, and choosing one by a link of an admin's. Thread-safe. */
public final class PasswordPages {
  private static final Map<Refusal, String> FIELDS =
      Map.of(Refusal.WRONG_PASSWORD, "password", Refusal.TOO_OFTEN, "password");

  private static final Map<Refusal, String> FIELDS_OF_NEW =
      Map.of(Refusal.PASSWORD_LENGTH, "password", Refusal.PASSWORDS_DIFFER, "again");

  private final WebContext web;
  private final BrowserSessions sessions;

  public PasswordPages(WebContext web) {
    this.web = web;
    this.sessions = web.sessions();
  }

  public void addTo(Routes routes) {
    routes.at(
        LocalPath.SIGN_IN + "/password",
        get(Purpose.LOOK_AT_PAGE, visit -> ask(visit.query()))
            .and(post(Purpose.TRY_PASSWORD, this::signIn))
            .withSecrets());
    routes.at(
        PublicAddress.CHOOSE_PASSWORD,
        get(Purpose.TRY_PASSWORD, visit -> askForNew(visit.query()))
            .and(post(Purpose.TRY_PASSWORD, this::choose))
            .withSecrets());
  }

  /** Asks for a password, to go on where {@code then} says. */
  private static Future<Answer> ask(Fields fields) {
    return Future.succeededFuture(
        Answer.page("login-password", LocalPath.orHome(fields.get("then"))));
  }

  private Future<Answer> signIn(Visit visit) {
    String former = sessions.token(visit);
    return visit
        .form()
        .compose(
            form ->
                web.hashing()
                    .run(
                        () ->
                            sessions.open(
                                web.room()
                                    .passwords()
                                    .check(form.text("name"), form.text("password")),
                                SignInWay.PASSWORD,
                                former))
                    .map(opened -> enter(visit, opened, LocalPath.orHome(form.get("then"))))
                    .recover(failure -> Form.again(failure, form, FIELDS, () -> ask(form))));
  }

  private Answer enter(Visit visit, NewSession opened, String then) {
    sessions.give(visit, opened.token());
    return new Answer.See(then);
  }

  /** Asks for a new password, by the link with {@code token}. */
  private Future<Answer> askForNew(Fields fields) {
    String token = fields.text("token");
    return web.hashing()
        .run(
            () ->
                Answer.page(
                    "password",
                    Map.of(
                        "id", web.room().passwords().resetting(token).toString(), "token", token)));
  }

  /** Sets it, and signs in. */
  private Future<Answer> choose(Visit visit) {
    String former = sessions.token(visit);
    return visit
        .form()
        .compose(
            form ->
                web.hashing()
                    .run(() -> reset(form, former))
                    .map(opened -> enter(visit, opened, LocalPath.HOME))
                    .recover(
                        failure ->
                            Form.again(failure, form, FIELDS_OF_NEW, () -> askForNew(form))));
  }

  private NewSession reset(Fields form, String former) throws RefusedException {
    FeedId member = web.room().passwords().resetting(form.text("token"));
    web.room().passwords().reset(form.text("token"), form.newPassword());
    return sessions.open(member, SignInWay.PASSWORD, former);
  }
}

package alcove.web.visitor;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.room.model.NewSession;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SignInWay;
import alcove.web.http.BrowserSessions;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.Form;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import io.vertx.core.Future;
import java.util.Map;

/**
 * The pages for signing in with a password, and for choosing one by a link of an admin's.
 * Thread-safe.
 */
public final class PasswordHandler {
  private static final Map<Refusal, String> FIELDS =
      Map.of(Refusal.WRONG_PASSWORD, "password", Refusal.TOO_OFTEN, "password");

  private static final Map<Refusal, String> FIELDS_OF_NEW =
      Map.of(Refusal.PASSWORD_LENGTH, "password", Refusal.PASSWORDS_DIFFER, "again");

  private final WebContext web;
  private final BrowserSessions sessions;

  public PasswordHandler(WebContext web) {
    this.web = web;
    this.sessions = web.sessions();
  }

  public void addTo(Routes routes) {
    routes.at(
        LocalPath.SIGN_IN + "/password",
        get(RateLimit.LOOK_AT_PAGE, exchange -> ask(exchange.query()))
            .and(post(RateLimit.TRY_PASSWORD, this::signIn))
            .withSecrets());
    routes.at(
        PublicAddress.CHOOSE_PASSWORD,
        get(RateLimit.TRY_PASSWORD, exchange -> askForNew(exchange.query()))
            .and(post(RateLimit.TRY_PASSWORD, this::choose))
            .withSecrets());
  }

  /** Asks for a password, to go on where {@code then} says. */
  private static Future<Response> ask(Fields fields) {
    return Future.succeededFuture(
        Response.page("login-password", LocalPath.orHome(fields.get("then"))));
  }

  private Future<Response> signIn(Exchange exchange) {
    String former = sessions.token(exchange);
    return exchange
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
                    .map(opened -> enter(exchange, opened, LocalPath.orHome(form.get("then"))))
                    .recover(failure -> Form.again(failure, form, FIELDS, () -> ask(form))));
  }

  private Response enter(Exchange exchange, NewSession opened, String then) {
    sessions.give(exchange, opened.token());
    return new Response.See(then);
  }

  /** Asks for a new password, by the link with {@code token}. */
  private Future<Response> askForNew(Fields fields) {
    String token = fields.text("token");
    return web.hashing()
        .run(
            () ->
                Response.page(
                    "password",
                    Map.of(
                        "id", web.room().passwords().resetting(token).toString(), "token", token)));
  }

  /** Sets it, and signs in. */
  private Future<Response> choose(Exchange exchange) {
    String former = sessions.token(exchange);
    return exchange
        .form()
        .compose(
            form ->
                web.hashing()
                    .run(() -> reset(form, former))
                    .map(opened -> enter(exchange, opened, LocalPath.HOME))
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

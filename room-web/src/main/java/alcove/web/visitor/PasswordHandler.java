package alcove.web.visitor;

import static alcove.web.http.Endpoint.form;
import static alcove.web.http.Endpoint.get;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SignInWay;
import alcove.room.signin.Passwords;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The pages for signing in with a password, and for choosing one by a link of an admin's.
 * Thread-safe.
 */
public record PasswordHandler(WebContext web) {
  private static final Map<Refusal, String> FIELDS =
      Map.of(Refusal.WRONG_PASSWORD, "password", Refusal.TOO_OFTEN, "password");

  private static final Map<Refusal, String> FIELDS_OF_NEW =
      Map.of(Refusal.PASSWORD_LENGTH, "password", Refusal.PASSWORDS_DIFFER, "again");

  public void addTo(Routes routes) {
    routes.at(
        LocalPath.SIGN_IN + "/password",
        get(RateLimit.LOOK_AT_PAGE, exchange -> ask(exchange, exchange.query()))
            .and(form(RateLimit.TRY_PASSWORD, this::signIn, FIELDS, this::ask))
            .withSecrets());
    routes.at(
        PublicAddress.CHOOSE_PASSWORD,
        get(RateLimit.TRY_PASSWORD, exchange -> askForNew(exchange, exchange.query()))
            .and(form(RateLimit.TRY_PASSWORD, this::choose, FIELDS_OF_NEW, this::askForNew))
            .withSecrets());
  }

  /** Asks for a password, to go on where {@code then} says. */
  private Future<Response> ask(Exchange exchange, Fields fields) {
    return Future.succeededFuture(
        Response.page("login-password", LocalPath.orHome(fields.get("then"))));
  }

  /** No thread waits for the other nodes, which count this try. */
  private Future<Response> signIn(Exchange exchange, Fields form) {
    Passwords passwords = web.room().passwords();
    return exchange
        .later(
            web.storage()
                .run(() -> passwords.account(form.text("name")))
                .compose(passwords::tryTake))
        .compose(
            taken ->
                enter(
                    exchange,
                    LocalPath.orHome(form.get("then")),
                    () -> passwords.check(taken, form.text("password"))));
  }

  /** Asks for a new password, by the link with {@code token}. */
  private Future<Response> askForNew(Exchange exchange, Fields fields) {
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
  private Future<Response> choose(Exchange exchange, Fields form) {
    return enter(exchange, LocalPath.HOME, () -> reset(form));
  }

  private FeedId reset(Fields form) throws RefusedException {
    FeedId member = web.room().passwords().resetting(form.text("token"));
    web.room().passwords().reset(form.text("token"), form.newPassword());
    return member;
  }

  private Future<Response> enter(Exchange exchange, String then, Callable<FeedId> proof) {
    return web.sessions().open(exchange, web.hashing(), SignInWay.PASSWORD, proof, then);
  }
}

package alcove.web.visitor;

import static alcove.web.http.Endpoint.form;

import alcove.room.model.Refusal;
import alcove.room.model.SignInWay;
import alcove.room.passkeys.RelyingParty;
import alcove.web.http.BrowserPasskeys;
import alcove.web.http.Endpoint;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import io.vertx.core.Future;
import java.util.Map;

/**
 * The part of the sign-in page for passkeys: a script asks for a challenge, has a device sign it,
 * and sends that as a form. Thread-safe.
 *
 * @param page shows the sign-in page again, for what the form says
 */
public record PasskeyHandler(
    WebContext web, BrowserPasskeys browsers, Endpoint.FormResponder page) {
  private static final String PATH = LocalPath.SIGN_IN + "/passkey";

  private static final Map<Refusal, String> FIELDS =
      Map.of(Refusal.WRONG_PASSKEY, "passkey", Refusal.PASSKEY_OVER, "passkey");

  PasskeyHandler(WebContext web, Endpoint.FormResponder page) {
    this(web, new BrowserPasskeys(web), page);
  }

  void addTo(Routes routes) {
    routes.at(PATH + "/challenge", form(RateLimit.USE_PASSKEY, this::begin).withSecrets());
    routes.at(PATH, form(RateLimit.USE_PASSKEY, this::signIn, FIELDS, page).withSecrets());
  }

  private Future<Response> begin(Exchange exchange, Fields form) throws Exception {
    browsers.site();
    return browsers.askToSign(
        exchange, web.room().passkeys().beginSignIn(browsers.origin(exchange)));
  }

  private Future<Response> signIn(Exchange exchange, Fields form) throws Exception {
    RelyingParty site = browsers.site();
    String secret = browsers.secret(exchange);
    return exchange
        .later(web.room().passkeys().take(secret))
        .compose(
            taken ->
                web.sessions()
                    .open(
                        exchange,
                        web.storage(),
                        SignInWay.PASSKEY,
                        () ->
                            web.room().passkeys().check(site, taken, BrowserPasskeys.signed(form)),
                        LocalPath.orHome(form.get("then"))))
        .onSuccess(_ -> browsers.forget(exchange));
  }
}

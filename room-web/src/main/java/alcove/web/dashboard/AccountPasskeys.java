package alcove.web.dashboard;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.passkeys.RelyingParty;
import alcove.room.policy.Action;
import alcove.web.http.BrowserPasskeys;
import alcove.web.http.Endpoint;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.PageRoute;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.WebContext;
import alcove.web.page.Person;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Map;

/** Passkeys of a member, on the page of their account. Thread-safe. */
record AccountPasskeys(WebContext web, BrowserPasskeys browsers) {
  private static final String PATH = AccountHandler.PATH + "/passkeys";
  private static final RateLimit LIMIT = RateLimit.USE_PASSKEY;

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.PASSKEY_NAME, "passkey",
          Refusal.PASSKEY_OVER, "passkey",
          Refusal.PASSKEY_INVALID, "passkey",
          Refusal.PASSKEY_KNOWN, "passkey",
          Refusal.TOO_MANY_PASSKEYS, "passkey",
          Refusal.SIGN_IN_AGAIN, "passkey",
          Refusal.LAST_WAY_IN, "passkey");

  AccountPasskeys(WebContext web) {
    this(web, new BrowserPasskeys(web));
  }

  PageRoute addForms(PageRoute page) {
    return page.form(PATH + "/challenge", Action.SIGN_IN, LIMIT, this::begin, FIELDS)
        .form(PATH + "/add", Action.SIGN_IN, LIMIT, this::add, FIELDS)
        .form(PATH + "/rename", Action.SIGN_IN, this::rename, FIELDS)
        .form(PATH + "/remove", Action.SIGN_IN, this::remove, FIELDS);
  }

  private Future<Response> begin(Exchange exchange, Fields form) throws Exception {
    RelyingParty site = browsers.site();
    SignedIn who = exchange.member();
    return web.storage()
        .run(
            () -> web.room().passkeys().beginAdding(who.session(), site, browsers.origin(exchange)))
        .compose(begun -> Endpoint.begin(() -> browsers.askToMake(exchange, begun, name(who))));
  }

  private static String name(SignedIn who) {
    return Person.shortId(who.id());
  }

  private Future<Response> add(Exchange exchange, Fields form) throws Exception {
    RelyingParty site = browsers.site();
    SignedIn who = exchange.member();
    String secret = browsers.secret(exchange);
    String name = form.text("passkey");
    web.room().passkeys().requireMayAdd(who.session(), name);
    return exchange
        .later(web.room().passkeys().take(secret))
        .compose(
            taken ->
                web.storage()
                    .run(
                        () ->
                            web.room()
                                .passkeys()
                                .add(who.session(), site, taken, BrowserPasskeys.made(form), name)))
        .map(
            _ -> {
              browsers.forget(exchange);
              return new Response.Done("passkey-added");
            });
  }

  private Response rename(SignedIn who, Fields form) throws RefusedException {
    web.room()
        .passkeys()
        .rename(who.session(), form.number("id").orElse(-1L), form.text("passkey-name"));
    return new Response.Done("passkey-renamed");
  }

  private Response remove(SignedIn who, Fields form) throws RefusedException {
    web.room()
        .passkeys()
        .remove(who.session(), form.number("id").orElse(-1L), form.get("only-app").isPresent());
    return new Response.Done("passkey-removed");
  }
}

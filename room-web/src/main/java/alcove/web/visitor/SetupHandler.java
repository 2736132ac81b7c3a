package alcove.web.visitor;

import static alcove.web.http.Endpoint.form;
import static alcove.web.http.Endpoint.get;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.room.model.Refusal;
import alcove.room.model.SignInWay;
import alcove.room.passkeys.Passkey;
import alcove.room.passkeys.RelyingParty;
import alcove.room.policy.Action;
import alcove.room.policy.Standing;
import alcove.room.signin.SignIn;
import alcove.threads.StorageThreads;
import alcove.web.http.BrowserPasskeys;
import alcove.web.http.Endpoint;
import alcove.web.http.EventStreams;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.Person;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The pages on which whoever runs the room becomes its first admin, by the link that the server
 * prints: an app proves who they are, or claims the link as an invite, or they enter their ID and a
 * password. Each signs this browser in. Thread-safe.
 *
 * <p>The link is taken out of the address at once and kept in a cookie, until the browser is
 * closed.
 */
public final class SetupHandler {
  private static final String PATH = PublicAddress.SETUP;
  private static final String COOKIE = "setup";

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.NOT_AN_ID, "id",
          Refusal.PASSKEY_OVER, "passkey",
          Refusal.PASSKEY_INVALID, "passkey",
          Refusal.PASSWORD_LENGTH, "password",
          Refusal.PASSWORDS_DIFFER, "again");

  private final WebContext web;
  private final BrowserSignIns signIns;
  private final String next;

  /**
   * @param next where a new admin goes on
   */
  public SetupHandler(WebContext web, EventStreams streams, String next) {
    this.web = web;
    this.signIns = BrowserSignIns.ofSetup(web, streams);
    this.next = next;
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(RateLimit.SET_UP, this::show).withSecrets());
    routes.at(PATH + "/events", get(RateLimit.FINISH_SIGN_IN, signIns::watch).withSecrets());
    routes.at(PATH + "/finish", form(RateLimit.FINISH_SIGN_IN, this::finish).withSecrets());
    routes.at(
        PATH + "/password",
        form(RateLimit.SET_UP, this::choose, FIELDS, this::again).withSecrets());
    routes.at(
        PATH + "/passkey/challenge", form(RateLimit.SET_UP, this::beginPasskey).withSecrets());
    routes.at(
        PATH + "/passkey",
        form(RateLimit.SET_UP, this::setUpPasskey, FIELDS, this::again).withSecrets());
  }

  private Future<Response> again(Exchange exchange, Fields form) {
    return page(exchange, 200, null);
  }

  /**
   * {@code /setup}: the ways to become admin, for who has the link. To apps it is an invite, as the
   * link is pasted into them as one.
   */
  private Future<Response> show(Exchange exchange) {
    if (exchange.signedIn().filter(who -> who.may(Action.CHANGE_SETTINGS)).isPresent()) {
      return Future.succeededFuture(Response.see(next));
    }
    Optional<String> token = exchange.query("token");
    if (token.isPresent() && exchange.wantsJson()) {
      return look(token.get()).map(known -> JoinHandler.json(known, web.at()));
    }
    return token.isPresent() ? take(exchange, token.get()) : page(exchange, 200, null);
  }

  private Future<Response> take(Exchange exchange, String token) {
    return look(token)
        .map(
            _ -> {
              web.cookies().set(exchange, COOKIE, token, Optional.empty());
              return Response.see(PATH);
            });
  }

  /** Fails if this is not the secret of the setup link. */
  private Future<String> look(String token) {
    return web.storage()
        .run(
            () -> {
              web.room().setup().look(token);
              return token;
            });
  }

  /** A browser that has begun already goes on with that, so that a reload changes nothing. */
  private Future<Response> page(Exchange exchange, int status, @Nullable String failure) {
    return look(web.cookies().get(exchange, COOKIE))
        .compose(
            token -> {
              SignIn signIn = signIn(exchange);
              SetupView view =
                  SetupView.of(web.room(), web.at(), token, signIn, exchange.platform(), failure);
              return exchange.later(signIn.told()).map(_ -> Response.page(status, "setup", view));
            });
  }

  private SignIn signIn(Exchange exchange) {
    return signIns
        .find(exchange)
        .filter(each -> !each.isOver())
        .orElseGet(
            () ->
                signIns.give(exchange, web.room().signIns().beginSetup(signIns.origin(exchange))));
  }

  /** {@code /setup/finish}: goes on when the app has agreed, or has accepted the invite. */
  private Future<Response> finish(Exchange exchange, Fields form) {
    Optional<SignIn> mine = signIns.find(exchange);
    if (mine.isPresent() && mine.get().proved().isPresent()) {
      return enter(exchange);
    }
    return mine.isEmpty() || mine.get().isOver()
        ? page(exchange, 403, SetupView.OVER)
        : page(exchange, 403, SetupView.afterWaiting(mine.get()));
  }

  private Future<Response> enter(Exchange exchange) {
    return signIns
        .finish(exchange)
        .compose(
            proved ->
                proved.isEmpty()
                    ? page(exchange, 403, SetupView.OVER)
                    : enter(exchange, proved.get()));
  }

  private Future<Response> enter(Exchange exchange, FeedId admin) {
    String token = web.cookies().get(exchange, COOKIE);
    return welcome(
        exchange,
        web.storage(),
        () -> {
          // An app that has accepted the invite has claimed the room already.
          if (web.room().standings().of(admin) != Standing.ADMIN) {
            web.room().setup().claim(token, admin);
          }
          return admin;
        });
  }

  /** {@code /setup/password}: makes the ID of the form the admin, who has this password. */
  private Future<Response> choose(Exchange exchange, Fields form) {
    String token = web.cookies().get(exchange, COOKIE);
    return welcome(
        exchange,
        web.hashing(),
        () -> {
          FeedId admin = form.id("id");
          web.room().setup().claim(token, admin, form.newPassword());
          return admin;
        });
  }

  private Future<Response> beginPasskey(Exchange exchange, Fields form) throws Exception {
    BrowserPasskeys browsers = new BrowserPasskeys(web);
    FeedId id = form.id("id");
    String token = web.cookies().get(exchange, COOKIE);
    browsers.site();
    return web.storage()
        .run(() -> web.room().passkeys().beginSetup(token, browsers.origin(exchange)))
        .compose(
            begun -> Endpoint.begin(() -> browsers.askToMake(exchange, begun, Person.shortId(id))));
  }

  /** {@code /setup/passkey}: makes the ID of the form the admin, who has this passkey. */
  private Future<Response> setUpPasskey(Exchange exchange, Fields form) throws Exception {
    BrowserPasskeys browsers = new BrowserPasskeys(web);
    FeedId id = form.id("id");
    String token = web.cookies().get(exchange, COOKIE);
    String secret = browsers.secret(exchange);
    RelyingParty site = browsers.site();
    String name = Passkey.requireName(form.text("passkey"));
    return exchange
        .later(web.room().passkeys().take(secret))
        .compose(
            taken ->
                welcome(
                    exchange,
                    web.storage(),
                    () ->
                        web.room()
                            .passkeys()
                            .setUp(token, id, site, taken, BrowserPasskeys.made(form), name)))
        .onSuccess(_ -> browsers.forget(exchange));
  }

  /** Signs in whom {@code claim} makes the admin, on one of {@code threads}. */
  private Future<Response> welcome(
      Exchange exchange, StorageThreads threads, Callable<FeedId> claim) {
    return web.sessions()
        .open(exchange, threads, SignInWay.SETUP, claim, next)
        .onSuccess(
            _ -> {
              web.cookies().remove(exchange, COOKIE);
              signIns.forget(exchange);
            });
  }
}

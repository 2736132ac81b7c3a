package alcove.web.visitor;

import static alcove.web.http.Endpoint.form;
import static alcove.web.http.Endpoint.get;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import alcove.room.model.SignInWay;
import alcove.room.signin.SignIn;
import alcove.room.signin.SignIns;
import alcove.web.http.BrowserSessions;
import alcove.web.http.Closing;
import alcove.web.http.Endpoint;
import alcove.web.http.EventStreams;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The pages for signing in with the app: the page that shows the app a challenge, the link by which
 * an app brings its own, and what waits for either. Thread-safe.
 *
 * <p>A sign-in belongs to the browser that began it, by a cookie. Who else learns its challenge, as
 * anybody can who sees the QR code, can send a solution and nothing more; a wrong one changes
 * nothing.
 *
 * @see <a
 *     href="https://github.com/ssbc/ssb-http-auth-spec/tree/master/docs/Specification">ssb-http-auth-spec</a>
 */
public final class SignInHandler {
  /**
   * When a sign-in that an app began is answered that is not proved. The time is the same for all,
   * so that it tells nobody whose app is connected.
   */
  static final Duration ANSWER_AFTER = Duration.ofSeconds(10);

  private final WebContext web;
  private final BrowserSignIns browsers;
  private final BrowserSessions sessions;

  public SignInHandler(WebContext web, EventStreams streams) {
    this.web = web;
    this.browsers = BrowserSignIns.ofMembers(web, streams);
    this.sessions = web.sessions();
  }

  public void addTo(Routes routes) {
    routes.at(LocalPath.SIGN_IN, get(RateLimit.SIGN_IN, this::show).withSecrets());
    routes.at(PublicAddress.SIGN_IN_BY_APP, get(RateLimit.SIGN_IN, this::showApp).withSecrets());
    routes.at(
        LocalPath.SIGN_IN + "/events",
        get(RateLimit.FINISH_SIGN_IN, browsers::watch).withSecrets());
    routes.at(
        LocalPath.SIGN_IN + "/finish", form(RateLimit.FINISH_SIGN_IN, this::finish).withSecrets());
    new PasskeyHandler(web, (exchange, form) -> page(exchange, form, 403)).addTo(routes);
    routes.at("/logout", form(RateLimit.USE_DASHBOARD, this::signOut).forMembers());
  }

  private SignIns signIns() {
    return web.room().signIns();
  }

  /** {@code /login}: by the app's word if the link has it, else a page that asks for the app. */
  private Future<Response> show(Exchange exchange) {
    if (exchange.query("ssb-http-auth").isPresent()) {
      return claim(exchange);
    }
    return exchange.signedIn().isPresent() && exchange.query("again").isEmpty()
        ? Future.succeededFuture(Response.see(LocalPath.orHome(exchange.query("then"))))
        : page(exchange, exchange.query(), 200);
  }

  /** A browser that has begun already goes on with that, so that a reload changes nothing. */
  private Future<Response> page(Exchange exchange, Fields fields, int status) {
    SignIn signIn =
        browsers
            .find(exchange)
            .filter(each -> !each.isOver() && !each.isClaimed())
            .orElseGet(() -> browsers.give(exchange, signIns().begin(browsers.origin(exchange))));
    SignInView view = page(exchange, signIn, LocalPath.orHome(fields.get("then")));
    return exchange.later(signIn.told()).map(_ -> Response.page(status, "login", view));
  }

  private SignInView page(Exchange exchange, SignIn signIn, String then) {
    return SignInView.of(web.room(), web.at(), signIn, then, exchange.isOnAndroid());
  }

  private Future<Response> claim(Exchange exchange) {
    Promise<FeedId> claimed = exchange.promise();
    web.storage().run(() -> claimed(exchange)).onComplete(claimed);
    return claimed.future().compose(id -> Endpoint.begin(() -> claim(exchange, id)));
  }

  /** Whom the link names: by id, or by an alias. */
  private FeedId claimed(Exchange exchange) throws RefusedException {
    Optional<String> alias =
        exchange.query("alias").filter(name -> exchange.query("cid").isEmpty());
    return alias.isPresent()
        ? web.room().aliases().resolve(alias.get()).owner()
        : exchange.query().id("cid");
  }

  private Future<Response> claim(Exchange exchange, FeedId id) throws RefusedException {
    SignIn signIn = signIns().begin(id, exchange.query().text("cc"), browsers.origin(exchange));
    signIns().ask(signIn, web.peers());
    return Closing.await(exchange, signIn.proof(), web.pause().apply(ANSWER_AFTER))
        .compose(_ -> answerClaim(exchange, signIn, signIn.proved().isPresent()));
  }

  /** Nobody who is signed in becomes somebody else without being asked. */
  private Future<Response> answerClaim(Exchange exchange, SignIn signIn, boolean proved) {
    Optional<SignedIn> other =
        exchange.signedIn().filter(each -> !signIn.proved().equals(Optional.of(each.id())));
    if (proved && other.isEmpty()) {
      return enter(exchange, browsers.finish(exchange, signIn.browser().text()), LocalPath.HOME);
    }
    browsers.give(exchange, signIn);
    return Future.succeededFuture(
        proved && other.isPresent()
            ? Response.page(
                "login-switch",
                Map.of(
                    "now",
                    other.get().id().toString(),
                    "next",
                    signIn.proved().orElseThrow().toString()))
            : Response.page(403, "login-wait", LocalPath.HOME));
  }

  /** {@code /login/app}: what the QR code leads to, on the device that has the app. */
  private Future<Response> showApp(Exchange exchange) {
    String challenge = exchange.query().text("sc");
    return Future.succeededFuture(
        Response.page(
            "login-app",
            Map.of(
                "open",
                AppLinks.of(
                    web.room(), SignInView.uri(web.at(), challenge), exchange.isOnAndroid()),
                "code",
                SignInView.code(challenge))));
  }

  /** {@code /login/finish}: the browser takes up the session that its app has opened for it. */
  private Future<Response> finish(Exchange exchange, Fields form) {
    String then = LocalPath.orHome(form.get("then"));
    Optional<SignIn> mine = browsers.find(exchange);
    if (mine.isEmpty() || mine.get().isOver()) {
      return over(exchange);
    }
    return mine.get().proved().isPresent()
        ? enter(exchange, browsers.finish(exchange), then)
        : Future.succeededFuture(waiting(exchange, mine.get(), then));
  }

  private Response waiting(Exchange exchange, SignIn signIn, String then) {
    return signIn.isClaimed()
        ? Response.page(403, "login-wait", then)
        : Response.page(403, "login", page(exchange, signIn, then).after(signIn));
  }

  private Future<Response> over(Exchange exchange) {
    browsers.forget(exchange);
    return Future.succeededFuture(Response.page(403, "login-failed", ""));
  }

  private Future<Response> enter(
      Exchange exchange, Future<Optional<FeedId>> finishing, String then) {
    return finishing.compose(
        id ->
            id.isEmpty()
                ? over(exchange)
                : sessions
                    .open(exchange, web.storage(), SignInWay.APP, id::get, then)
                    .onSuccess(_ -> browsers.forget(exchange)));
  }

  /** {@code /logout}. */
  private Future<Response> signOut(Exchange exchange, Fields form) {
    String token = sessions.token(exchange);
    sessions.forget(exchange);
    return web.storage()
        .run(
            () -> {
              web.room().sessions().end(token);
              return Response.see("/?done=signed-out");
            });
  }
}

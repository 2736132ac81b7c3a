package alcove.web.entrance;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.identity.FeedId;
import alcove.room.NewSession;
import alcove.room.PublicAddress;
import alcove.room.RefusedException;
import alcove.room.SignIn;
import alcove.room.SignInWay;
import alcove.room.SignIns;
import alcove.web.http.Answer;
import alcove.web.http.BrowserSessions;
import alcove.web.http.Closing;
import alcove.web.http.EventStreams;
import alcove.web.http.Ids;
import alcove.web.http.Purpose;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Signing in with the app: the page that shows the app a challenge, the link by which an app brings
 * its own, and what waits for either. Thread-safe.
 *
 * <p>A sign-in belongs to the browser that began it, by a cookie. Who else learns its challenge, as
 * anybody can who sees the QR code, can send a solution and nothing more; a wrong one changes
 * nothing.
 *
 * @see <a
 *     href="https://github.com/ssbc/ssb-http-auth-spec/tree/master/docs/Specification">ssb-http-auth-spec</a>
 */
public final class SignInPages {
  /**
   * When a sign-in that an app began is answered that is not proved. The time is the same for all,
   * so that it tells nobody whose app is connected.
   */
  static final Duration ANSWER_AFTER = Duration.ofSeconds(10);

  private final WebContext web;
  private final BrowserSignIns browsers;
  private final BrowserSessions sessions;

  public SignInPages(WebContext web, EventStreams streams) {
    this.web = web;
    this.browsers = BrowserSignIns.ofMembers(web, streams);
    this.sessions = web.sessions();
  }

  public void addTo(Routes routes) {
    routes.at(LocalPath.SIGN_IN, get(Purpose.SIGN_IN, this::show).withSecrets());
    routes.at(PublicAddress.SIGN_IN_BY_APP, get(Purpose.SIGN_IN, this::showApp).withSecrets());
    routes.at(
        LocalPath.SIGN_IN + "/events", get(Purpose.FINISH_SIGN_IN, browsers::watch).withSecrets());
    routes.at(
        LocalPath.SIGN_IN + "/finish", post(Purpose.FINISH_SIGN_IN, this::finish).withSecrets());
    routes.at("/logout", post(this::signOut).forMembers());
  }

  private SignIns signIns() {
    return web.room().signIns();
  }

  /** {@code /login}: by the app's word if the link has it, else a page that asks for the app. */
  Future<Answer> show(Visit visit) {
    if (visit.query("ssb-http-auth").isPresent()) {
      return claim(visit);
    }
    return visit.signedIn().isPresent()
        ? Future.succeededFuture(new Answer.See(LocalPath.orHome(visit.query("then"))))
        : Future.succeededFuture(page(visit, 200));
  }

  /** A browser that has begun already goes on with that, so that a reload changes nothing. */
  private Answer page(Visit visit, int status) {
    SignIn signIn =
        browsers
            .find(visit)
            .filter(each -> !each.isOver() && !each.isClaimed())
            .orElseGet(() -> browsers.give(visit, signIns().begin(browsers.origin(visit))));
    return Answer.page(status, "login", page(visit, signIn, LocalPath.orHome(visit.query("then"))));
  }

  private LoginPage page(Visit visit, SignIn signIn, String then) {
    return LoginPage.of(web.room(), web.at(), signIn, then, visit.isOnAndroid());
  }

  private Future<Answer> claim(Visit visit) {
    Promise<FeedId> claimed = visit.promise();
    web.storage().run(() -> claimed(visit)).onComplete(claimed);
    return claimed.future().compose(id -> claim(visit, id, visit.query("cc").orElse("")));
  }

  /** Whom the link names: by id, or by an alias. */
  private FeedId claimed(Visit visit) throws RefusedException {
    Optional<String> alias = visit.query("alias").filter(name -> visit.query("cid").isEmpty());
    return alias.isPresent()
        ? web.room().aliases().resolve(alias.get()).owner()
        : Ids.parse(visit.query("cid").orElse(""));
  }

  private Future<Answer> claim(Visit visit, FeedId id, String challenge) {
    SignIn signIn;
    try {
      signIn = signIns().begin(id, challenge, browsers.origin(visit));
    } catch (RefusedException malformed) {
      return Future.failedFuture(malformed);
    }
    signIns().ask(signIn, web.peers());
    return Closing.await(visit, signIn.proof(), web.pause().apply(ANSWER_AFTER))
        .compose(_ -> answerClaim(visit, signIn, signIn.proved().isPresent()));
  }

  /** Nobody who is signed in becomes somebody else without being asked. */
  private Future<Answer> answerClaim(Visit visit, SignIn signIn, boolean proved) {
    Optional<SignedIn> other =
        visit.signedIn().filter(each -> !signIn.proved().equals(Optional.of(each.id())));
    if (proved && other.isEmpty()) {
      return enter(visit, signIn.browser().text(), LocalPath.HOME);
    }
    browsers.give(visit, signIn);
    return Future.succeededFuture(
        proved && other.isPresent()
            ? Answer.page(
                "login-switch",
                Map.of(
                    "now",
                    other.get().id().toString(),
                    "next",
                    signIn.proved().orElseThrow().toString()))
            : Answer.page(403, "login-wait", LocalPath.HOME));
  }

  /** {@code /login/app}: what the QR code leads to, on the device that has the app. */
  Future<Answer> showApp(Visit visit) {
    String challenge = visit.query("sc").orElse("");
    return Future.succeededFuture(
        Answer.page(
            "login-app",
            Map.of(
                "open",
                AppLinks.of(web.room(), LoginPage.uri(web.at(), challenge), visit.isOnAndroid()),
                "code",
                ComparedCode.of(challenge))));
  }

  /** {@code /login/finish}: the browser takes up the session that its app has opened for it. */
  Future<Answer> finish(Visit visit) {
    return visit
        .form()
        .compose(
            form -> {
              String then = LocalPath.orHome(form.get("then"));
              Optional<SignIn> mine = browsers.find(visit);
              if (mine.isEmpty() || mine.get().isOver()) {
                return over(visit);
              }
              return mine.get().proved().isPresent()
                  ? enter(visit, browsers.secret(visit), then)
                  : Future.succeededFuture(waiting(visit, mine.get(), then));
            });
  }

  private Answer waiting(Visit visit, SignIn signIn, String then) {
    return signIn.isClaimed()
        ? Answer.page(403, "login-wait", then)
        : Answer.page(403, "login", page(visit, signIn, then).after(signIn));
  }

  private Future<Answer> over(Visit visit) {
    browsers.forget(visit);
    return Future.succeededFuture(Answer.page(403, "login-failed", ""));
  }

  private Future<Answer> enter(Visit visit, String browser, String then) {
    Optional<FeedId> id = signIns().finish(browser);
    if (id.isEmpty()) {
      return over(visit);
    }
    String former = sessions.token(visit);
    return web.storage()
        .run(() -> sessions.open(id.get(), SignInWay.APP, former))
        .map(
            (NewSession opened) -> {
              browsers.forget(visit);
              sessions.give(visit, opened.token());
              return new Answer.See(then);
            });
  }

  /** {@code /logout}. */
  Future<Answer> signOut(Visit visit) {
    return visit
        .form()
        .compose(
            form -> {
              String token = sessions.token(visit);
              sessions.forget(visit);
              return web.storage()
                  .run(
                      () -> {
                        sessions.end(token);
                        return new Answer.See("/");
                      });
            });
  }
}

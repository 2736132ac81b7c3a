package alcove.web.entrance;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.identity.FeedId;
import alcove.room.Action;
import alcove.room.NewSession;
import alcove.room.PublicAddress;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.SignIn;
import alcove.room.SignInWay;
import alcove.room.Standing;
import alcove.web.http.Answer;
import alcove.web.http.BrowserSessions;
import alcove.web.http.EventStreams;
import alcove.web.http.Fields;
import alcove.web.http.Form;
import alcove.web.http.Purpose;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How whoever runs the room becomes its first admin, by the link that the server prints: an app
 * proves who they are, or claims the link as an invite, or they enter their ID and a password. Each
 * signs this browser in. Thread-safe.
 *
 * <p>The link is taken out of the address at once and kept in a cookie, until the browser is
 * closed.
 */
public final class SetupPages {
  private static final String PATH = PublicAddress.SETUP;
  private static final String COOKIE = "setup";

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.NOT_AN_ID, "id",
          Refusal.PASSWORD_LENGTH, "password",
          Refusal.PASSWORDS_DIFFER, "again");

  private final WebContext web;
  private final BrowserSessions sessions;
  private final BrowserSignIns signIns;
  private final String next;

  /**
   * @param next where a new admin goes on
   */
  public SetupPages(WebContext web, EventStreams streams, String next) {
    this.web = web;
    this.sessions = web.sessions();
    this.signIns = BrowserSignIns.ofSetup(web, streams);
    this.next = next;
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(Purpose.SET_UP, this::show).withSecrets());
    routes.at(PATH + "/events", get(Purpose.FINISH_SIGN_IN, signIns::watch).withSecrets());
    routes.at(PATH + "/finish", post(Purpose.FINISH_SIGN_IN, this::finish).withSecrets());
    routes.at(PATH + "/password", post(Purpose.SET_UP, this::choose).withSecrets());
  }

  /**
   * {@code /setup}: the ways to become admin, for who has the link. To apps it is an invite, as the
   * link is pasted into them as one.
   */
  private Future<Answer> show(Visit visit) {
    if (visit.signedIn().filter(who -> who.may(Action.CHANGE_SETTINGS)).isPresent()) {
      return Future.succeededFuture(new Answer.See(next));
    }
    Optional<String> token = visit.query("token");
    if (token.isPresent() && visit.wantsJson()) {
      return look(token.get()).map(known -> InviteFacade.json(known, web.at()));
    }
    return token.isPresent() ? take(visit, token.get()) : page(visit, 200, null);
  }

  private Future<Answer> take(Visit visit, String token) {
    return look(token)
        .map(
            _ -> {
              web.cookies().set(visit, COOKIE, token, Optional.empty());
              return new Answer.See(PATH);
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
  private Future<Answer> page(Visit visit, int status, @Nullable String failure) {
    return look(web.cookies().get(visit, COOKIE))
        .map(
            token -> {
              SignIn signIn =
                  signIns
                      .find(visit)
                      .filter(each -> !each.isOver())
                      .orElseGet(
                          () ->
                              signIns.give(
                                  visit, web.room().signIns().beginSetup(signIns.origin(visit))));
              return Answer.page(
                  status,
                  "setup",
                  SetupPage.of(web.room(), web.at(), token, signIn, visit.isOnAndroid(), failure));
            });
  }

  /** {@code /setup/finish}: goes on when the app has agreed, or has accepted the invite. */
  private Future<Answer> finish(Visit visit) {
    return visit
        .form()
        .compose(
            _ -> {
              Optional<SignIn> mine = signIns.find(visit);
              if (mine.isPresent() && mine.get().proved().isPresent()) {
                return enter(visit);
              }
              return mine.isEmpty() || mine.get().isOver()
                  ? page(visit, 403, SetupPage.OVER)
                  : page(visit, 403, SetupPage.afterWaiting(mine.get()));
            });
  }

  private Future<Answer> enter(Visit visit) {
    Optional<FeedId> proved = web.room().signIns().finish(signIns.secret(visit));
    if (proved.isEmpty()) {
      return page(visit, 403, SetupPage.OVER);
    }
    FeedId admin = proved.get();
    String token = web.cookies().get(visit, COOKIE);
    String former = sessions.token(visit);
    return web.storage()
        .run(
            () -> {
              // An app that has accepted the invite has claimed the room already.
              if (web.room().standings().of(admin) != Standing.ADMIN) {
                web.room().setup().claim(token, admin);
              }
              return sessions.open(admin, SignInWay.SETUP, former);
            })
        .map(opened -> welcome(visit, opened));
  }

  private Answer welcome(Visit visit, NewSession opened) {
    web.cookies().remove(visit, COOKIE);
    signIns.forget(visit);
    sessions.give(visit, opened.token());
    return new Answer.See(next);
  }

  /** {@code /setup/password}: makes the ID of the form the admin, who has this password. */
  private Future<Answer> choose(Visit visit) {
    String token = web.cookies().get(visit, COOKIE);
    String former = sessions.token(visit);
    return visit
        .form()
        .compose(
            form ->
                web.hashing()
                    .run(() -> claim(token, form, former))
                    .map(opened -> welcome(visit, opened))
                    .recover(
                        failure ->
                            Form.again(failure, form, FIELDS, () -> page(visit, 200, null))));
  }

  private NewSession claim(String token, Fields form, String former) throws RefusedException {
    FeedId admin = form.id("id");
    web.room().setup().claim(token, admin, form.newPassword());
    return sessions.open(admin, SignInWay.SETUP, former);
  }
}

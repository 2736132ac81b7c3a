package alcove.web.entrance;

import static alcove.web.http.Endpoint.get;

import alcove.identity.FeedId;
import alcove.room.Invite;
import alcove.room.PublicAddress;
import alcove.web.http.Answer;
import alcove.web.http.EventStreams;
import alcove.web.http.Purpose;
import alcove.web.http.Rejection;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the link of an invite shows: how to claim it. Looking at it spends nothing. Thread-safe.
 *
 * @see <a
 *     href="https://github.com/ssbc/ssb-http-invite-spec/blob/master/docs/Specification.md">ssb-http-invite-spec</a>
 */
public final class InviteFacade {
  private final WebContext web;
  private final EventStreams streams;
  private final InviteViews views;

  public InviteFacade(WebContext web, EventStreams streams, InviteViews views) {
    this.web = web;
    this.streams = streams;
    this.views = views;
  }

  public void addTo(Routes routes) {
    routes.at(
        PublicAddress.JOIN, get(Purpose.LOOK_AT_INVITE, this::show).withSecrets().forScripts());
    routes.at(
        PublicAddress.JOIN + "/events", get(Purpose.LOOK_AT_INVITE, this::watch).withSecrets());
    routes.at(PublicAddress.JOIN + "/done", get(Purpose.LOOK_AT_INVITE, this::goOn).withSecrets());
  }

  /** The secret is in {@code invite}, or as other rooms name it in {@code token}. */
  private Future<Answer> show(Visit visit) {
    String token = visit.secret("invite", "token");
    boolean onAndroid = visit.isOnAndroid();
    @Nullable String origin = web.clients().of(visit.request()).limitKey();
    return web.storage()
        .run(
            () -> {
              Invite invite = web.room().invites().look(token);
              return visit.wantsJson()
                  ? json(token, web.at())
                  : page(token, invite, onAndroid, origin);
            });
  }

  /** What apps read of an invite. */
  static Answer json(String token, PublicAddress at) {
    return Answer.json(
        new JsonObject()
            .put("status", "successful")
            .put("invite", token)
            .put("postTo", at.consumeInvite()));
  }

  private Answer page(String token, Invite invite, boolean onAndroid, @Nullable String origin) {
    String page = views.begin(invite, origin).secret().text();
    return Answer.page("join", JoinPage.of(web.room(), web.at(), invite, token, page, onAndroid));
  }

  /** Tells the page when its invite is accepted. */
  private Future<Answer> watch(Visit visit) {
    Optional<InviteViews.View> view = views.find(visit.secret("page"));
    return view.isPresent()
        ? streams.tellOf(view.get().claimant(), views.left(view.get()), visit)
        : Future.failedFuture(new Rejection(404, ErrorPage.PAGE_TOO_OLD));
  }

  /** What comes after the invite, for a page whose invite is accepted. */
  private Future<Answer> goOn(Visit visit) {
    String secret = visit.secret("page");
    Optional<InviteViews.View> view = views.find(secret);
    if (view.isEmpty()) {
      return Future.failedFuture(new Rejection(404, ErrorPage.PAGE_TOO_OLD));
    }
    Future<FeedId> claimant = view.get().claimant();
    if (!claimant.isComplete()) {
      return Future.succeededFuture(Answer.page("join-wait", secret));
    }
    return web.storage()
        .run(
            () ->
                Answer.page(
                    "welcome", WelcomePage.of(web.room(), view.get().invite(), claimant.result())));
  }
}

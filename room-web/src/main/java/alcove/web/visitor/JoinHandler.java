package alcove.web.visitor;

import static alcove.web.http.Endpoint.get;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.model.Invite;
import alcove.web.http.EventStreams;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page of an invite, which its link opens: how to claim it. Looking at it spends nothing.
 * Thread-safe.
 *
 * @see <a
 *     href="https://github.com/ssbc/ssb-http-invite-spec/blob/master/docs/Specification.md">ssb-http-invite-spec</a>
 */
public record JoinHandler(WebContext web, EventStreams streams, WatchedInvites views) {
  public void addTo(Routes routes) {
    routes.at(
        PublicAddress.JOIN, get(RateLimit.LOOK_AT_INVITE, this::show).withSecrets().forScripts());
    routes.at(
        PublicAddress.JOIN + "/events", get(RateLimit.LOOK_AT_INVITE, this::watch).withSecrets());
    routes.at(
        PublicAddress.JOIN + "/done", get(RateLimit.LOOK_AT_INVITE, this::goOn).withSecrets());
  }

  /** The secret is in {@code invite}, or as other rooms name it in {@code token}. */
  private Future<Response> show(Exchange exchange) {
    String token = exchange.query("invite").or(() -> exchange.query("token")).orElse("");
    boolean onAndroid = exchange.isOnAndroid();
    @Nullable String origin = web.clients().of(exchange.request()).limitKey();
    return web.storage()
        .run(
            () -> {
              Invite invite = web.room().invites().look(token);
              return exchange.wantsJson()
                  ? json(token, web.at())
                  : page(token, invite, onAndroid, origin);
            });
  }

  /** What apps read of an invite. */
  static Response json(String token, PublicAddress at) {
    return Response.json(
        new JsonObject()
            .put("status", "successful")
            .put("invite", token)
            .put("postTo", at.consumeInvite()));
  }

  private Response page(String token, Invite invite, boolean onAndroid, @Nullable String origin) {
    String page = views.begin(invite, origin).secret().text();
    return Response.page("join", JoinView.of(web.room(), web.at(), invite, token, page, onAndroid));
  }

  /** Tells the page when its invite is accepted. */
  private Future<Response> watch(Exchange exchange) throws HttpError {
    WatchedInvites.View view = view(exchange);
    return streams.tellOf(view.claimant(), views.left(view), exchange);
  }

  private WatchedInvites.View view(Exchange exchange) throws HttpError {
    return views
        .find(exchange.query().text("page"))
        .orElseThrow(() -> new HttpError(ErrorPage.PAGE_TOO_OLD));
  }

  /** What comes after the invite, for a page whose invite is accepted. */
  private Future<Response> goOn(Exchange exchange) throws HttpError {
    WatchedInvites.View view = view(exchange);
    if (!view.claimant().isComplete()) {
      return Future.succeededFuture(Response.page("join-wait", exchange.query().text("page")));
    }
    return web.storage().run(() -> welcome(web.room(), view.invite(), view.claimant().result()));
  }

  /** What comes after the invite for whoever has claimed it, as a page. Blocks. */
  static Response welcome(Room room, Invite invite, FeedId claimant) {
    return Response.page(
        "welcome", Map.of("id", claimant, "inviter", room.invites().introduced(invite)));
  }
}

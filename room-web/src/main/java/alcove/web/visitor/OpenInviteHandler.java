package alcove.web.visitor;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.address.PublicAddress;
import alcove.room.model.InviteTerms;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.RoomPolicy;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Invites that visitors of an open room create for others. Thread-safe. */
public final class OpenInviteHandler {
  private static final String EVERYBODY = "everybody";

  private final WebContext web;

  public OpenInviteHandler(WebContext web) {
    this.web = web;
  }

  public void addTo(Routes routes) {
    routes.at(
        "/create-invite",
        get(RateLimit.LOOK_AT_PAGE, this::offer)
            .and(post(RateLimit.CREATE_INVITE, this::create))
            .withSecrets());
  }

  /** The button; looking at it changes nothing. */
  private Future<Response> offer(Exchange exchange) {
    Actor visitor = Actor.visitor();
    boolean allowed =
        RoomPolicy.allows(
            web.room().settings().privacyMode(),
            visitor.standing(web.room().standings()),
            Action.CREATE_INVITE);
    return allowed
        ? Future.succeededFuture(Response.page("create-invite"))
        : Future.failedFuture(
            new RefusedException(
                Refusal.NOT_OPEN, "this room is not open: only its members create invites"));
  }

  /** Creates one and shows its link, once; or opens it, for somebody who wants to join. */
  private Future<Response> create(Exchange exchange) {
    if (!web.limits().admit(RateLimit.CREATE_INVITE_TOGETHER, EVERYBODY)) {
      return Future.failedFuture(HttpError.tooMany(RateLimit.CREATE_INVITE_TOGETHER.retryAfter()));
    }
    return joins(exchange)
        .compose(
            joins ->
                web.storage()
                    .run(
                        () -> {
                          SecretToken token =
                              web.room()
                                  .invites()
                                  .create(Actor.visitor(), InviteTerms.SINGLE)
                                  .token();
                          return joins
                              ? join(token)
                              : exchange.wantsJson() ? json(token) : page(token);
                        }));
  }

  private static Future<Boolean> joins(Exchange exchange) {
    return exchange.hasForm()
        ? exchange.form().map(form -> form.get("then").filter("join"::equals).isPresent())
        : Future.succeededFuture(false);
  }

  private static Response join(SecretToken token) {
    return new Response.See(PublicAddress.JOIN + "?invite=" + token.text());
  }

  /** Apps that ask this way look for the parameter that other rooms use. */
  private Response json(SecretToken token) {
    return Response.json(new JsonObject().put("url", web.at().joinByToken(token.text())));
  }

  private Response page(SecretToken token) {
    return Response.page("new-invite", web.at().join(token.text()));
  }
}

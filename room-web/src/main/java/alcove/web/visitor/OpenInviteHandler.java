package alcove.web.visitor;

import static alcove.web.http.Endpoint.form;
import static alcove.web.http.Endpoint.get;

import alcove.address.PublicAddress;
import alcove.room.model.InviteTerms;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.RoomPolicy;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.HttpError;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Invites that visitors of an open room create for others. Thread-safe. */
public record OpenInviteHandler(WebContext web) {
  private static final String EVERYBODY = "everybody";

  public void addTo(Routes routes) {
    routes.at(
        "/create-invite",
        get(RateLimit.LOOK_AT_PAGE, this::offer)
            .and(form(RateLimit.CREATE_INVITE, this::create).orElse(this::create))
            .withSecrets());
  }

  /** The button; looking at it changes nothing. */
  private Future<Response> offer(Exchange exchange) throws RefusedException {
    Actor visitor = Actor.visitor();
    boolean allowed =
        RoomPolicy.allows(
            web.room().settings().privacyMode(),
            visitor.standing(web.room().standings()),
            Action.CREATE_INVITE);
    if (!allowed) {
      throw new RefusedException(
          Refusal.NOT_OPEN, "this room is not open: only its members create invites");
    }
    return Future.succeededFuture(Response.page("create-invite", ""));
  }

  /** Creates one and shows its link, once; or opens it, for somebody who wants to join. */
  private Future<Response> create(Exchange exchange, Fields form) throws HttpError {
    return create(exchange, form.get("then").filter("join"::equals).isPresent());
  }

  private Future<Response> create(Exchange exchange) throws HttpError {
    return create(exchange, false);
  }

  private Future<Response> create(Exchange exchange, boolean joins) throws HttpError {
    if (!web.limits().admit(RateLimit.CREATE_INVITE_TOGETHER, EVERYBODY)) {
      throw HttpError.tooMany(RateLimit.CREATE_INVITE_TOGETHER.retryAfter());
    }
    return web.storage().run(() -> create(joins, exchange.wantsJson()));
  }

  private Response create(boolean joins, boolean asJson) throws RefusedException {
    String token = web.room().invites().create(Actor.visitor(), InviteTerms.SINGLE).token().text();
    if (joins) {
      return Response.see(PublicAddress.JOIN + "?invite=" + token);
    }
    // Apps that ask this way look for the parameter that other rooms use.
    return asJson
        ? Response.json(new JsonObject().put("url", web.at().joinByToken(token)))
        : Response.page("new-invite", web.at().join(token));
  }
}

package alcove.web.visitor;

import static alcove.web.http.Endpoint.form;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.room.model.Invite;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.web.http.Endpoint;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.HttpError;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * The claim of an invite, by apps in JSON and by people with a form. Thread-safe.
 *
 * <p>Whoever knows the secret may claim it for any key, from wherever: nothing else counts, so
 * there is nothing that another site could make a browser do.
 */
public record ClaimHandler(WebContext web, WatchedInvites views, JoinHandler pages) {
  /** As RFC 8259 has it: one value, and no comments. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final Map<Refusal, String> FIELDS = Map.of(Refusal.NOT_AN_ID, "id");

  public void addTo(Routes routes) {
    routes.at(
        PublicAddress.CONSUME_INVITE,
        form(RateLimit.CLAIM_INVITE, this::claim, FIELDS, pages::again)
            .orElse(this::claim)
            .withSecrets()
            .forScripts());
  }

  private Future<Response> claim(Exchange exchange, Fields form) {
    return claim(exchange, form.text("id"), form.text("invite"));
  }

  private Future<Response> claim(Exchange exchange) throws HttpError {
    if (!exchange.hasJson()) {
      throw new HttpError(ErrorPage.WRONG_TYPE);
    }
    return exchange.json().compose(body -> Endpoint.begin(() -> claim(exchange, body)));
  }

  private Future<Response> claim(Exchange exchange, String body) throws RefusedException {
    JsonNode json = parse(body);
    return claim(exchange, text(json, "id"), text(json, "invite"));
  }

  private static JsonNode parse(String body) throws RefusedException {
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException malformed) {
      // Said below, as for any other value.
    }
    throw new RefusedException(Refusal.MALFORMED, "the body is not a JSON object");
  }

  private static String text(JsonNode json, String field) throws RefusedException {
    if (json.path(field) instanceof TextNode text) {
      return text.asText();
    }
    throw new RefusedException(Refusal.MALFORMED, "\"" + field + "\" is missing or is no text");
  }

  private Future<Response> claim(Exchange exchange, String id, String token) {
    return web.storage()
        .run(
            () -> {
              FeedId claimant = Fields.parseId(id);
              if (web.room().setup().claimIfLink(token, claimant).isPresent()) {
                // The setup link is an invite to look after the room; its page goes on by this.
                web.room().signIns().provedBySetup(exchange.query().text("page"), claimant);
                return exchange.wantsJson() ? json() : Response.see(PublicAddress.SETUP);
              }
              String page = exchange.query().text("page");
              Invite invite =
                  web.room().invites().claim(token, claimant, SecretToken.parse(page)).invite();
              if (web.room().rules().areOwedBy(claimant)
                  && exchange.query().text(JoinHandler.RULES).equals(JoinHandler.ACCEPTED)) {
                web.room().rules().accept(claimant);
              }
              views.claimed(page, invite.id(), claimant);
              return exchange.wantsJson()
                  ? json()
                  : JoinHandler.welcome(web, invite, claimant, token);
            });
  }

  private Response json() {
    return Response.json(
        new JsonObject()
            .put("status", "successful")
            .put("multiserverAddress", web.at().address().toString()));
  }
}

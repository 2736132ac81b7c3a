package alcove.web.entrance;

import alcove.identity.FeedId;
import alcove.room.Invite;
import alcove.room.PublicAddress;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.web.http.Answer;
import alcove.web.http.Ids;
import alcove.web.http.Rejection;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * Where invites are claimed, by apps in JSON and by people with a form. Thread-safe.
 *
 * <p>Whoever knows the secret may claim it for any key, from wherever: nothing else counts, so
 * there is nothing that another site could make a browser do.
 */
public final class InviteClaims {
  /** As RFC 8259 has it: one value, and no comments. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final WebContext web;
  private final InviteViews views;

  public InviteClaims(WebContext web, InviteViews views) {
    this.web = web;
    this.views = views;
  }

  public Future<Answer> claim(Visit visit) {
    if (visit.hasForm()) {
      return visit
          .form()
          .compose(form -> claim(visit, form.get("id").orElse(""), form.get("invite").orElse("")));
    }
    return visit.hasJson()
        ? visit.json().compose(body -> claim(visit, body))
        : Future.failedFuture(new Rejection(415, ErrorPage.WRONG_TYPE));
  }

  private Future<Answer> claim(Visit visit, String body) {
    try {
      JsonNode json = JSON.readTree(body);
      if (!json.isObject()) {
        return Future.failedFuture(noObject());
      }
      return claim(visit, text(json, "id"), text(json, "invite"));
    } catch (JsonProcessingException malformed) {
      return Future.failedFuture(noObject());
    } catch (RefusedException refused) {
      return Future.failedFuture(refused);
    }
  }

  private static RefusedException noObject() {
    return new RefusedException(Refusal.MALFORMED, "the body is not a JSON object");
  }

  private static String text(JsonNode json, String field) throws RefusedException {
    if (json.path(field) instanceof TextNode text) {
      return text.asText();
    }
    throw new RefusedException(Refusal.MALFORMED, "\"" + field + "\" is missing or is no text");
  }

  private Future<Answer> claim(Visit visit, String id, String token) {
    return web.storage()
        .run(
            () -> {
              FeedId claimant = Ids.parse(id);
              if (web.room().setup().isLink(token)) {
                return claimRoom(visit, token, claimant);
              }
              Invite invite = web.room().invites().look(token, claimant);
              web.room().invites().claim(token, claimant);
              views.claimed(visit.secret("page"), invite.id(), claimant);
              return visit.wantsJson()
                  ? json()
                  : Answer.page("welcome", WelcomePage.of(web.room(), invite, claimant));
            });
  }

  /** The setup link is an invite to look after the room; its page goes on by this. */
  private Answer claimRoom(Visit visit, String token, FeedId claimant) throws RefusedException {
    web.room().setup().claim(token, claimant);
    web.room().signIns().provedBySetup(visit.secret("page"), claimant);
    return visit.wantsJson() ? json() : new Answer.See(PublicAddress.SETUP);
  }

  private Answer json() {
    return Answer.json(
        new JsonObject()
            .put("status", "successful")
            .put("multiserverAddress", web.at().address().toString()));
  }
}

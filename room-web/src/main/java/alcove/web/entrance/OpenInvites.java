package alcove.web.entrance;

import alcove.room.Action;
import alcove.room.Actor;
import alcove.room.InviteTerms;
import alcove.room.PublicAddress;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.RoomPolicy;
import alcove.room.SecretToken;
import alcove.web.http.Answer;
import alcove.web.http.Purpose;
import alcove.web.http.Rejection;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Invites that visitors of an open room create for others. Thread-safe. */
public final class OpenInvites {
  private static final String EVERYBODY = "everybody";

  private final WebContext web;

  public OpenInvites(WebContext web) {
    this.web = web;
  }

  /** The button; looking at it changes nothing. */
  public Future<Answer> offer(Visit visit) {
    Actor visitor = Actor.visitor();
    boolean allowed =
        RoomPolicy.allows(
            web.room().settings().privacyMode(),
            visitor.standing(web.room().standings()),
            Action.CREATE_INVITE);
    return allowed
        ? Future.succeededFuture(Answer.page("create-invite"))
        : Future.failedFuture(
            new RefusedException(
                Refusal.NOT_OPEN, "this room is not open: only its members create invites"));
  }

  /** Creates one and shows its link, once; or opens it, for somebody who wants to join. */
  public Future<Answer> create(Visit visit) {
    if (!web.limits().admit(Purpose.CREATE_INVITE_TOGETHER, EVERYBODY)) {
      return Future.failedFuture(Rejection.tooMany(Purpose.CREATE_INVITE_TOGETHER.retryAfter()));
    }
    return joins(visit)
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
                              : visit.wantsJson() ? json(token) : page(token);
                        }));
  }

  private static Future<Boolean> joins(Visit visit) {
    return visit.hasForm()
        ? visit.form().map(form -> form.get("then").filter("join"::equals).isPresent())
        : Future.succeededFuture(false);
  }

  private static Answer join(SecretToken token) {
    return new Answer.See(PublicAddress.JOIN + "?invite=" + token.text());
  }

  /** Apps that ask this way look for the parameter that other rooms use. */
  private Answer json(SecretToken token) {
    return Answer.json(new JsonObject().put("url", web.at().joinByToken(token.text())));
  }

  private Answer page(SecretToken token) {
    return Answer.page("new-invite", web.at().join(token.text()));
  }
}

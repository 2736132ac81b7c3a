package alcove.web.http;

import alcove.room.Action;
import alcove.room.StorageThreads;
import alcove.web.page.ErrorPage;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out who visits, and lets nobody into what is for others. Programs, which ask for JSON, are
 * nobody in particular. Thread-safe.
 */
public final class Doorman {
  private final Vertx vertx;
  private final StorageThreads storage;
  private final BrowserSessions sessions;

  public Doorman(Vertx vertx, StorageThreads storage, BrowserSessions sessions) {
    this.vertx = vertx;
    this.storage = storage;
    this.sessions = sessions;
  }

  /**
   * Goes on with {@code next}, if the visitor belongs to the audience, on the event loop that the
   * request came on.
   */
  Future<Answer> admit(Endpoint.Audience audience, Visit visit, Supplier<Future<Answer>> next) {
    String token = visit.wantsJson() ? "" : sessions.token(visit);
    if (token.isEmpty() || audience instanceof Endpoint.Audience.Anonymous) {
      return judge(audience, visit, next);
    }
    Optional<SignedIn> known = isUrgent(audience, visit) ? sessions.known(token) : Optional.empty();
    if (known.isPresent()) {
      return judge(audience, visit.as(known), next);
    }
    Context context = vertx.getOrCreateContext();
    Promise<Optional<SignedIn>> found = Promise.promise();
    // What of the body comes in the meantime waits until somebody reads it.
    visit.request().pause();
    storage
        .run(() -> sessions.find(token))
        .onComplete(
            result ->
                context.runOnContext(
                    _ -> {
                      found.handle(result);
                      visit.request().resume();
                    }));
    return found.future().compose(who -> judge(audience, visit.as(who), next));
  }

  /** Keeping somebody out must not wait for threads or the registry. */
  private static boolean isUrgent(Endpoint.Audience audience, Visit visit) {
    return audience instanceof Endpoint.Audience.Members members
        && members.action() == Action.BLOCK
        && visit.method().equals(HttpMethod.POST);
  }

  private static Future<Answer> judge(
      Endpoint.Audience audience, Visit visit, Supplier<Future<Answer>> next) {
    if (!(audience instanceof Endpoint.Audience.Members members)) {
      return next.get();
    }
    Optional<SignedIn> who = visit.signedIn();
    if (who.isEmpty()) {
      return askIn(visit);
    }
    if (!who.get().may(members.action())) {
      return Future.failedFuture(new Rejection(403, ErrorPage.NOT_ALLOWED));
    }
    visit.requireFormToken();
    return next.get();
  }

  /** A form that was sent after the session's end is lost; a page comes after signing in. */
  private static Future<Answer> askIn(Visit visit) {
    if (!visit.method().equals(HttpMethod.GET)) {
      return Future.failedFuture(new Rejection(403, ErrorPage.SIGNED_OUT));
    }
    String then = URLEncoder.encode(visit.request().uri(), StandardCharsets.UTF_8);
    return Future.succeededFuture(new Answer.See(LocalPath.SIGN_IN + "?then=" + then));
  }
}

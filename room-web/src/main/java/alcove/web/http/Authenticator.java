package alcove.web.http;

import alcove.room.policy.Action;
import alcove.threads.StorageThreads;
import alcove.web.page.ErrorPage;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The check of who visits, which lets nobody into what is for others. Programs, which ask for JSON,
 * are nobody in particular. Thread-safe.
 *
 * @param closing tells whether anybody can be known at all
 */
public record Authenticator(
    Vertx vertx, StorageThreads storage, BrowserSessions sessions, Forms forms, Closing closing) {
  /**
   * Goes on with {@code next}, if the visitor belongs to the audience, on the event loop that the
   * request came on.
   */
  Future<Response> admit(
      Endpoint.Audience audience, Exchange exchange, Supplier<Future<Response>> next) {
    String token = exchange.wantsJson() ? "" : sessions.token(exchange);
    if (closing.areMembersOut() && asksWhoItIs(audience, token)) {
      return Future.failedFuture(new HttpError(ErrorPage.BUSY));
    }
    if (token.isEmpty() || audience instanceof Endpoint.Audience.Anonymous) {
      return judge(audience, exchange, next);
    }
    Optional<SignedIn> known =
        isUrgent(audience, exchange) ? sessions.known(token) : Optional.empty();
    if (known.isPresent()) {
      return judge(audience, exchange.as(known), next);
    }
    Context context = vertx.getOrCreateContext();
    Promise<Optional<SignedIn>> found = Promise.promise();
    // What of the body comes in the meantime waits until somebody reads it.
    exchange.request().pause();
    storage
        .run(() -> sessions.find(token))
        .onComplete(
            result ->
                context.runOnContext(
                    _ -> {
                      found.handle(result);
                      exchange.request().resume();
                    }));
    return found.future().compose(who -> judge(audience, exchange.as(who), next));
  }

  private static boolean asksWhoItIs(Endpoint.Audience audience, String token) {
    return switch (audience) {
      case Endpoint.Audience.Anonymous() -> false;
      case Endpoint.Audience.Anybody() -> !token.isEmpty();
      case Endpoint.Audience.Members(Action _) -> true;
    };
  }

  /** Keeping somebody out must not wait for threads or the registry. */
  private static boolean isUrgent(Endpoint.Audience audience, Exchange exchange) {
    return audience instanceof Endpoint.Audience.Members members
        && members.action() == Action.BLOCK
        && exchange.method().equals(HttpMethod.POST);
  }

  private Future<Response> judge(
      Endpoint.Audience audience, Exchange exchange, Supplier<Future<Response>> next) {
    if (!(audience instanceof Endpoint.Audience.Members members)) {
      return next.get();
    }
    Optional<SignedIn> who = exchange.signedIn();
    if (who.isEmpty()) {
      return askIn(exchange);
    }
    if (!who.get().may(members.action())) {
      return Future.failedFuture(new HttpError(ErrorPage.NOT_ALLOWED));
    }
    exchange.requireFormToken();
    return who.get().owesRules() && isPageWithRules(exchange)
        ? Future.succeededFuture(
            Response.see(LocalPath.RULES + "?then=" + LocalPath.encode(exchange.request().uri())))
        : next.get();
  }

  /** Whether those who have not accepted the house rules do so first. */
  private static boolean isPageWithRules(Exchange exchange) {
    String path = exchange.path();
    return exchange.method().equals(HttpMethod.GET)
        && !path.equals(LocalPath.RULES)
        && !path.startsWith(LocalPath.ACCOUNT);
  }

  /** A form is kept, and a page comes, until they have signed in. */
  private Future<Response> askIn(Exchange exchange) {
    if (!exchange.method().equals(HttpMethod.GET)) {
      return exchange.wantsJson()
          ? Future.failedFuture(new HttpError(ErrorPage.SIGNED_OUT))
          : forms.keep(exchange);
    }
    String then = LocalPath.encode(exchange.request().uri());
    return Future.succeededFuture(Response.see(LocalPath.SIGN_IN + "?then=" + then));
  }
}

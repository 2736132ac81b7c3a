package alcove.web.http;

import alcove.room.model.RefusedException;
import alcove.web.page.ErrorPage;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of requests to endpoints: it knows the methods that all have, what scripts of other sites
 * may do, who may carry secrets, and how often. Thread-safe.
 */
public record RequestPipeline(
    WebContext web, Responses responses, Authenticator authenticator, SecretRoutes secrets) {
  private static final String A_DAY = Long.toString(Duration.ofDays(1).toSeconds());

  /** The way of forms. */
  Forms forms() {
    return authenticator.forms();
  }

  /** The handler that answers for an endpoint. */
  public Handler<RoutingContext> serve(Endpoint endpoint) {
    return context -> serve(endpoint, new Exchange(context));
  }

  private void serve(Endpoint endpoint, Exchange exchange) {
    if (exchange.method().equals(HttpMethod.OPTIONS)) {
      tellOptions(endpoint, exchange.response());
      return;
    }
    if (endpoint.secret()) {
      exchange.response().putHeader("X-Robots-Tag", "noindex");
    }
    if (endpoint.shared() && exchange.wantsJson()) {
      exchange.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    Endpoint.Step step = endpoint.steps().get(exchange.method());
    if (step == null) {
      exchange.response().putHeader(HttpHeaders.ALLOW, endpoint.allow());
      responses.fail(exchange, new HttpError(ErrorPage.WRONG_METHOD));
      return;
    }
    run(endpoint, step, exchange);
  }

  private static void tellOptions(Endpoint endpoint, HttpServerResponse response) {
    response.setStatusCode(204).putHeader(HttpHeaders.ALLOW, endpoint.allow());
    if (endpoint.shared()) {
      response
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, endpoint.allow())
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "content-type")
          .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, A_DAY);
    }
    response.end();
  }

  private void run(Endpoint endpoint, Endpoint.Step step, Exchange exchange) {
    @Nullable String client = web.clients().of(exchange.request()).limitKey();
    try {
      if (endpoint.secret()) {
        secrets.require(exchange.request());
      }
      requireOwnForm(endpoint, exchange);
      requirePermit(step.limit(), client);
    } catch (HttpError rejection) {
      responses.fail(exchange, rejection);
      return;
    }
    authenticator
        .admit(endpoint.audience(), exchange, () -> step.answer(exchange, forms()))
        .onFailure(failure -> countMiss(step.limit(), client, failure))
        .onComplete(
            answer -> responses.send(exchange, answer),
            failure -> responses.fail(exchange, failure));
  }

  /**
   * Forms are filled in on our own pages; programs that are meant to come from elsewhere say JSON.
   */
  private static void requireOwnForm(Endpoint endpoint, Exchange exchange) throws HttpError {
    boolean changes = !exchange.method().equals(HttpMethod.GET);
    if (changes && exchange.comesFromAnotherSite() && !(endpoint.shared() && exchange.hasJson())) {
      throw new HttpError(ErrorPage.FORGED);
    }
  }

  private void requirePermit(Optional<RateLimit> limit, @Nullable String client) throws HttpError {
    if (limit.isPresent() && !web.limits().admit(limit.get(), client)) {
      throw HttpError.tooMany(limit.get().retryAfter());
    }
  }

  private void countMiss(Optional<RateLimit> limit, @Nullable String client, Throwable failure) {
    if (failure instanceof RefusedException refused && refused.reason().isMiss()) {
      limit.ifPresent(each -> web.limits().missed(each, client));
    }
  }
}

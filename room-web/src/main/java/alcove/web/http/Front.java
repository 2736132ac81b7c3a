package alcove.web.http;

import alcove.room.RefusedException;
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
 * Takes requests to endpoints: knows the methods that all have, what scripts of other sites may do,
 * who may carry secrets, and how often. Thread-safe.
 */
public final class Front {
  private static final String A_DAY = Long.toString(Duration.ofDays(1).toSeconds());

  private final Answers answers;
  private final SecretRoutes secrets;
  private final ClientAddresses clients;
  private final RateLimits limits;
  private final Doorman doorman;

  public Front(
      Answers answers,
      SecretRoutes secrets,
      ClientAddresses clients,
      RateLimits limits,
      Doorman doorman) {
    this.answers = answers;
    this.secrets = secrets;
    this.clients = clients;
    this.limits = limits;
    this.doorman = doorman;
  }

  /** The handler that answers for an endpoint. */
  public Handler<RoutingContext> serve(Endpoint endpoint) {
    return context -> serve(endpoint, new Visit(context));
  }

  private void serve(Endpoint endpoint, Visit visit) {
    if (visit.method().equals(HttpMethod.OPTIONS)) {
      tellOptions(endpoint, visit.response());
      return;
    }
    if (endpoint.secret()) {
      visit.response().putHeader("X-Robots-Tag", "noindex");
    }
    if (endpoint.shared() && visit.wantsJson()) {
      visit.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    Endpoint.Step step = endpoint.steps().get(visit.method());
    if (step == null) {
      visit.response().putHeader(HttpHeaders.ALLOW, endpoint.allow());
      answers.fail(visit, new Rejection(405, ErrorPage.WRONG_METHOD));
      return;
    }
    run(endpoint, step, visit);
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

  private void run(Endpoint endpoint, Endpoint.Step step, Visit visit) {
    @Nullable String client = clients.of(visit.request()).limitKey();
    try {
      if (endpoint.secret()) {
        secrets.require(visit.request());
      }
      requireOwnForm(endpoint, visit);
      requirePermit(step.purpose(), client);
    } catch (Rejection rejection) {
      answers.fail(visit, rejection);
      return;
    }
    doorman
        .admit(endpoint.audience(), visit, () -> step.responder().answer(visit))
        .onFailure(failure -> countMiss(step.purpose(), client, failure))
        .onComplete(answer -> answers.send(visit, answer), failure -> answers.fail(visit, failure));
  }

  /**
   * Forms are filled in on our own pages; programs that are meant to come from elsewhere say JSON.
   */
  private static void requireOwnForm(Endpoint endpoint, Visit visit) throws Rejection {
    boolean changes = !visit.method().equals(HttpMethod.GET);
    if (changes && visit.comesFromAnotherSite() && !(endpoint.shared() && visit.hasJson())) {
      throw new Rejection(403, ErrorPage.FORGED);
    }
  }

  private void requirePermit(Optional<Purpose> purpose, @Nullable String client) throws Rejection {
    if (purpose.isPresent() && !limits.admit(purpose.get(), client)) {
      throw Rejection.tooMany(purpose.get().retryAfter());
    }
  }

  private void countMiss(Optional<Purpose> purpose, @Nullable String client, Throwable failure) {
    if (failure instanceof RefusedException refused && refused.reason().isMiss()) {
      purpose.ifPresent(each -> limits.missed(each, client));
    }
  }
}

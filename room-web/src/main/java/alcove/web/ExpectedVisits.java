package alcove.web;

import alcove.address.ClientAddress;
import alcove.health.SelfVisits;
import alcove.web.http.ClientAddresses;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.Response;
import alcove.web.http.SecretRoutes;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

/** The place where visits arrive that the room pays itself, which notes how. Thread-safe. */
final class ExpectedVisits {
  /** What their paths begin with. */
  static final String PATH = "/doctor/";

  private final SelfVisits visits;
  private final ClientAddresses clients;

  ExpectedVisits(WebContext web) {
    this.visits = web.selfVisits();
    this.clients = web.clients();
  }

  /** Says nothing but that the visit was expected; to all others there is no such page. */
  Future<Response> answer(Exchange exchange) {
    boolean expected = visits.arrived(exchange.path("token").orElse(""), sight(exchange));
    return expected
        ? Future.succeededFuture(Response.word(200, "ok"))
        : Future.failedFuture(new HttpError(404, ErrorPage.NOT_FOUND));
  }

  private SelfVisits.Sight sight(Exchange exchange) {
    @Nullable HostAndPort called = exchange.request().authority();
    ClientAddress client = clients.of(exchange.request());
    return new SelfVisits.Sight(
        called == null ? "" : called.host(),
        exchange.request().isSSL(),
        SecretRoutes.hasSignsOfAProxy(exchange.request()),
        !client.direct());
  }
}

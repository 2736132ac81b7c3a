package alcove.web;

import alcove.address.ClientAddress;
import alcove.health.SelfVisits;
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
record ExpectedVisits(WebContext web) {
  /** What their paths begin with. */
  static final String PATH = "/doctor/";

  /** Says nothing but that the visit was expected; to all others there is no such page. */
  Future<Response> answer(Exchange exchange) {
    return exchange
        .later(web.selfVisits().arrived(exchange.path("token").orElse(""), sight(exchange)))
        .compose(
            expected ->
                expected
                    ? Future.succeededFuture(Response.word(200, "ok"))
                    : Future.failedFuture(new HttpError(ErrorPage.NOT_FOUND)));
  }

  private SelfVisits.Sight sight(Exchange exchange) {
    @Nullable HostAndPort called = exchange.request().authority();
    ClientAddress client = web.clients().of(exchange.request());
    return new SelfVisits.Sight(
        called == null ? "" : called.host(),
        exchange.request().isSSL(),
        SecretRoutes.hasSignsOfAProxy(exchange.request()),
        !client.direct());
  }
}

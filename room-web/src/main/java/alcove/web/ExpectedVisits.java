package alcove.web;

import alcove.room.ClientAddress;
import alcove.room.SelfVisits;
import alcove.web.http.Answer;
import alcove.web.http.ClientAddresses;
import alcove.web.http.Rejection;
import alcove.web.http.SecretRoutes;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

/** Notes how visits arrive that the room pays itself. Thread-safe. */
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
  Future<Answer> answer(Visit visit) {
    boolean expected = visits.arrived(visit.path("token").orElse(""), sight(visit));
    return expected
        ? Future.succeededFuture(Answer.word(200, "ok"))
        : Future.failedFuture(new Rejection(404, ErrorPage.NOT_FOUND));
  }

  private SelfVisits.Sight sight(Visit visit) {
    @Nullable HostAndPort called = visit.request().authority();
    ClientAddress client = clients.of(visit.request());
    return new SelfVisits.Sight(
        called == null ? "" : called.host(),
        visit.request().isSSL(),
        SecretRoutes.hasSignsOfAProxy(visit.request()),
        !client.direct());
  }
}

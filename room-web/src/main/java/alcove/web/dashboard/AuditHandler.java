package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;

import alcove.room.Action;
import alcove.web.http.Exchange;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import io.vertx.core.Future;

/** The audit log, for each the part that they may read. Thread-safe. */
public final class AuditHandler {
  /** The newest entries. */
  static final String PATH = "/dashboard/audit";

  private final WebContext web;

  public AuditHandler(WebContext web) {
    this.web = web;
  }

  public void addTo(Routes routes) {
    routes.inMenu(PATH, Action.READ_AUDIT_LOG);
    routes.at(PATH, get(this::show).forMembers(Action.READ_AUDIT_LOG));
  }

  private Future<Response> show(Exchange exchange) {
    AuditQuery query = AuditQuery.of(exchange);
    return web.storage()
        .run(() -> Response.page("audit", AuditView.of(web.room(), exchange.member(), query)));
  }
}

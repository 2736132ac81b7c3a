package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;

import alcove.room.Action;
import alcove.web.http.Answer;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import io.vertx.core.Future;

/** The audit log, for each the part that they may read. Thread-safe. */
public final class DashboardAudit {
  /** The newest entries. */
  static final String PATH = "/dashboard/audit";

  private final WebContext web;

  public DashboardAudit(WebContext web) {
    this.web = web;
  }

  public void addTo(Routes routes) {
    routes.inMenu(PATH, Action.READ_AUDIT_LOG);
    routes.at(PATH, get(this::show).forMembers(Action.READ_AUDIT_LOG));
  }

  private Future<Answer> show(Visit visit) {
    AuditQuery query = AuditQuery.of(visit);
    return web.storage()
        .run(() -> Answer.page("audit", AuditPage.of(web.room(), visit.member(), query)));
  }
}

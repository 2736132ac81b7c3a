package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;

import alcove.room.Action;
import alcove.web.http.Answer;
import alcove.web.http.Desk;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import io.vertx.core.Future;

/** The audit log, for each the part that they may read. Thread-safe. */
public final class DashboardAudit {
  /** The newest entries. */
  static final String PATH = "/dashboard/audit";

  private final Desk desk;

  public DashboardAudit(Desk desk) {
    this.desk = desk;
  }

  public void addTo(Routes routes) {
    routes.inMenu(PATH, Action.READ_AUDIT_LOG);
    routes.at(PATH, get(this::show).forMembers(Action.READ_AUDIT_LOG));
  }

  private Future<Answer> show(Visit visit) {
    AuditQuery query = AuditQuery.of(visit);
    return desk.storage()
        .run(() -> Answer.page("audit", AuditPage.of(desk.room(), visit.member(), query)));
  }
}

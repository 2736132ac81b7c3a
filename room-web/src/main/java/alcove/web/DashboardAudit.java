package alcove.web;

import static alcove.web.Endpoint.get;

import alcove.room.Action;
import io.vertx.core.Future;

/** The audit log, for each the part that they may read. Thread-safe. */
final class DashboardAudit {
  /** The newest entries. */
  static final String PATH = "/dashboard/audit";

  private final Desk desk;

  DashboardAudit(Desk desk) {
    this.desk = desk;
  }

  void addTo(Routes routes) {
    routes.at(PATH, get(this::show).forMembers(Action.READ_AUDIT_LOG));
  }

  private Future<Answer> show(Visit visit) {
    AuditQuery query = AuditQuery.of(visit);
    return desk.storage()
        .run(() -> Answer.page("audit", AuditPage.of(desk.room(), visit.member(), query)));
  }
}

package alcove.web.dashboard;

import alcove.room.policy.Action;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;

/** The audit log, for each the part that they may read. Thread-safe. */
public record AuditHandler(WebContext web) {
  /** The newest entries. */
  static final String PATH = "/dashboard/audit";

  public void addTo(Routes routes) {
    routes
        .page(
            PATH,
            Action.READ_AUDIT_LOG,
            (who, query) -> Response.page("audit", AuditView.of(web.room(), who, query)))
        .inMenu();
  }
}

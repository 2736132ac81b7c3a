package alcove.web.dashboard;

import alcove.room.AuditLog;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditFilter;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomList;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.util.List;

/** The audit log, for each the part that they may read. Thread-safe. */
public record AuditHandler(WebContext web) {
  /** The newest entries. */
  static final String PATH = "/dashboard/audit";

  public void addTo(Routes routes) {
    routes
        .page(
            PATH,
            Action.READ_AUDIT_LOG,
            (who, query) ->
                Response.page("audit", AuditView.of(web.room(), who, query)).withoutSecrets())
        .inMenu()
        .file(PATH + "/export", Action.EXPORT_LISTS, this::export);
  }

  private Response export(SignedIn who, Fields query, String format) throws RefusedException {
    ListFile file = new ListFile("number", "at", "by", "action", "subject", "details");
    AuditFilter filter = AuditView.filter(query);
    Long before = Long.MAX_VALUE;
    List<AuditEntry> found;
    do {
      found = web.room().audit().newest(who.actor(), AuditLog.MOST, before, filter);
      for (AuditEntry each : found) {
        file.add(
            each.number(),
            each.at(),
            ListFile.name(each.by()),
            each.action(),
            each.subject(),
            each.details());
        before = each.number();
      }
    } while (!found.isEmpty() && !file.isFull());
    return file.answer(web.room(), who, RoomList.AUDIT, format);
  }
}

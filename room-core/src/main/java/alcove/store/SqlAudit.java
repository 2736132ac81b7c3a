package alcove.store;

import alcove.room.Actor;
import alcove.room.AuditAction;
import alcove.room.AuditEntry;
import alcove.room.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table {@code audit_entry}. */
record SqlAudit(Handle handle) implements Tables.AuditTable {
  @Override
  public void add(Instant at, Actor by, AuditAction action, String subject, String details) {
    handle
        .createUpdate(
            "INSERT INTO audit_entry (happened, by_kind, by_id, action, subject, details)"
                + " VALUES (:at, :kind, :by, :action, :subject, :details)")
        .bind("at", Rows.time(at))
        .bind("kind", by.kind())
        .bind("by", Rows.text(by.id()))
        .bind("action", action.word())
        .bind("subject", subject)
        .bind("details", details)
        .execute();
  }

  @Override
  public List<AuditEntry> newest(int most, @Nullable Long before, Set<AuditAction> actions) {
    return handle
        .createQuery(
            "SELECT * FROM audit_entry WHERE id < :before AND action IN (<actions>)"
                + " ORDER BY id DESC FETCH FIRST "
                + most
                + " ROWS ONLY")
        .bind("before", before == null ? Long.MAX_VALUE : before)
        .bindList("actions", actions.stream().map(AuditAction::word).toList())
        .map(SqlAudit::row)
        .list();
  }

  private static AuditEntry row(ResultSet row, StatementContext context) throws SQLException {
    String action = row.getString("action");
    return new AuditEntry(
        row.getLong("id"),
        Rows.instant(row, "happened"),
        Rows.actor(row, "by_kind", "by_id"),
        AuditAction.named(action).orElseThrow(() -> Rows.foreign("action", action)),
        row.getString("subject"),
        row.getString("details"));
  }
}

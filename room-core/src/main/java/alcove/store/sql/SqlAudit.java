package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.AuditFilter;
import alcove.room.policy.Actor;
import alcove.room.registry.AuditTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The table {@code audit_entry}. */
record SqlAudit(Handle handle) implements AuditTable {
  /** The numbers of invites, as entries have them. */
  private static final String LABELLED =
      " UNION SELECT CAST(id AS VARCHAR(20)) FROM invite WHERE LOWER(label) LIKE :part ESCAPE '!'";

  @Override
  public void add(Instant at, Actor by, AuditEvent event) {
    AuditEvents.Row row = AuditEvents.write(event);
    handle.execute(
        "INSERT INTO audit_entry (happened, by_kind, by_id, action, subject, other, event)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        at,
        by.kind(),
        by.id(),
        row.action(),
        row.subject(),
        row.other(),
        row.event());
  }

  @Override
  public List<AuditEntry> newest(
      int most, @Nullable Long before, Set<AuditAction> actions, AuditFilter filter) {
    Query query =
        handle
            .createQuery(
                "SELECT * FROM audit_entry WHERE id < :before AND action IN (<actions>)"
                    + fits(filter)
                    + " ORDER BY id DESC FETCH FIRST "
                    + most
                    + " ROWS ONLY")
            .bind("before", before == null ? Long.MAX_VALUE : before)
            .bindList("actions", actions.stream().map(AuditAction::word).toList());
    if (filter.isNumber()) {
      query.bind("text", filter.text());
    } else if (!filter.text().isEmpty()) {
      query.bind("part", Columns.containing(filter.text().toLowerCase(Locale.ROOT)));
    }
    filter.from().ifPresent(time -> query.bind("from", time));
    filter.until().ifPresent(time -> query.bind("until", time));
    filter.by().ifPresent(id -> query.bind("by", id));
    return query.map(SqlAudit::row).list();
  }

  private static String fits(AuditFilter filter) {
    return textFits(filter)
        + filter.from().map(_ -> " AND happened >= :from").orElse("")
        + filter.until().map(_ -> " AND happened < :until").orElse("")
        + filter.by().map(_ -> " AND by_id = :by").orElse("");
  }

  /** Reasons are not looked for: the log says them, and is no place to search for words. */
  private static String textFits(AuditFilter filter) {
    if (filter.isNumber()) {
      return " AND (subject = :text OR other = :text)";
    }
    if (filter.text().isEmpty()) {
      return "";
    }
    String called =
        "(SELECT id FROM member WHERE LOWER(name) LIKE :part ESCAPE '!'"
            + " OR LOWER(note) LIKE :part ESCAPE '!'"
            + " UNION SELECT owner FROM alias WHERE name LIKE :part ESCAPE '!'"
            + LABELLED
            + ")";
    return " AND (LOWER(subject) LIKE :part ESCAPE '!'"
        + " OR LOWER(by_id) LIKE :part ESCAPE '!'"
        + " OR LOWER(other) LIKE :part ESCAPE '!'"
        + " OR subject IN "
        + called
        + " OR by_id IN "
        + called
        + " OR other IN "
        + called
        + ")";
  }

  @Override
  public boolean anyBefore(Instant time) {
    return Columns.any(handle, "SELECT 1 FROM audit_entry WHERE happened < ?", time);
  }

  @Override
  public int deleteBefore(Instant time, int most) {
    return Columns.deleteBefore(handle, "audit_entry", "happened", time, most);
  }

  @Override
  public List<AuditEntry> concerning(FeedId peer) {
    return handle
        .select(
            "SELECT * FROM audit_entry WHERE by_id = ? OR subject = ? OR other = ? ORDER BY id",
            peer,
            peer,
            peer)
        .map(SqlAudit::row)
        .list();
  }

  @Override
  public Set<String> actions() {
    return handle
        .select("SELECT DISTINCT action FROM audit_entry")
        .mapTo(String.class)
        .collectIntoSet();
  }

  private static AuditEntry row(RowView row) throws SQLException {
    return new AuditEntry(
        row.getColumn("id", Long.class),
        row.getColumn("happened", Instant.class),
        Columns.actor(row, "by_kind", "by_id"),
        AuditEvents.read(
            row.getColumn("action", String.class), row.getColumn("event", String.class)));
  }
}

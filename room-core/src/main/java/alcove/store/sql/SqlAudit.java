package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.AuditFilter;
import alcove.room.policy.Actor;
import alcove.room.registry.AuditTable;
import alcove.room.registry.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code audit_entry} and {@code audit_party}. */
record SqlAudit(Handle handle) implements AuditTable {
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
    Stream.of(by.id().map(FeedId::toString).orElse(""), row.subject(), row.other())
        .flatMap(Stream::ofNullable)
        .filter(party -> !party.isEmpty())
        .distinct()
        .forEach(this::keep);
  }

  /** Has whoever or whatever is named so be found by a part of it. */
  private void keep(String party) {
    handle.execute(
        "INSERT INTO audit_party (party, folded)"
            + " SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM audit_party WHERE party = ?)",
        party,
        party.toLowerCase(Locale.ROOT),
        party);
  }

  @Override
  public List<AuditEntry> newest(
      int most,
      @Nullable Long before,
      Set<AuditAction> actions,
      AuditFilter filter,
      Optional<Tables.Sought> sought) {
    Set<String> words = actions.stream().map(AuditAction::word).collect(Collectors.toSet());
    Optional<Set<String>> parties =
        sought.map(some -> filter.isNumber() ? Set.of(filter.text()) : parties(some));
    return new AuditPages(handle, words, filter, parties)
        .newest(most, before == null ? Long.MAX_VALUE : before);
  }

  /** All whom or what a text means, as entries name them. */
  private Set<String> parties(Tables.Sought sought) {
    Set<String> parties =
        handle
            .createQuery("SELECT party FROM audit_party WHERE folded LIKE :part ESCAPE '!'")
            .bind("part", Columns.containing(sought.part()))
            .mapTo(String.class)
            .collect(Collectors.toSet());
    sought.called().forEach(id -> parties.add(id.toString()));
    new SqlInvites(handle)
        .labelled(sought.part(), Optional.empty())
        .forEach(number -> parties.add(number.toString()));
    return parties;
  }

  @Override
  public boolean anyBefore(Instant time) {
    return Columns.any(handle, "SELECT 1 FROM audit_entry WHERE happened < ?", time);
  }

  @Override
  public int deleteBefore(Instant time, int most) {
    List<Long> ids = Columns.before(handle, "audit_entry", "happened", time, most);
    Set<String> named = ids.isEmpty() ? Set.of() : named(ids);
    int deleted = Columns.delete(handle, "audit_entry", ids);
    forget(named);
    return deleted;
  }

  private Set<String> named(List<Long> ids) {
    return handle
        .createQuery(
            "SELECT by_id FROM audit_entry WHERE id IN (<ids>)"
                + " UNION SELECT subject FROM audit_entry WHERE id IN (<ids>)"
                + " UNION SELECT other FROM audit_entry WHERE id IN (<ids>)")
        .bindList("ids", ids)
        .mapTo(String.class)
        .stream()
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Of those whom entries named that are gone, whoever no other names is found no more. */
  private void forget(Set<String> named) {
    if (named.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            "DELETE FROM audit_party WHERE party IN (<named>)"
                + " AND NOT EXISTS (SELECT 1 FROM audit_entry WHERE by_id = audit_party.party)"
                + " AND NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = audit_party.party)"
                + " AND NOT EXISTS (SELECT 1 FROM audit_entry WHERE other = audit_party.party)")
        .bindList("named", List.copyOf(named))
        .execute();
  }

  @Override
  public List<AuditEntry> concerning(FeedId peer) {
    return handle
        .select(
            "SELECT * FROM audit_entry WHERE by_id = ? OR subject = ? OR other = ? ORDER BY id",
            peer,
            peer,
            peer)
        .map(AuditPages::row)
        .list();
  }

  @Override
  public Set<String> actions() {
    return handle
        .select("SELECT DISTINCT action FROM audit_entry")
        .mapTo(String.class)
        .collectIntoSet();
  }
}

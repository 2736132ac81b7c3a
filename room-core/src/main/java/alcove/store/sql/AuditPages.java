package alcove.store.sql;

import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditFilter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;

/**
 * The entries of the audit log that somebody wants to see, newest first. What many entries are is
 * soon found among the newest; of what is not, there are few, which the indexes find.
 *
 * @param actions the words of those that they tell of
 * @param parties whom or what they name; empty: anything
 */
record AuditPages(
    Handle handle, Set<String> actions, AuditFilter filter, Optional<Set<String>> parties) {
  /** How many of the newest are looked at one by one. */
  private static final int NEWEST = 3000;

  /** How many at a time. */
  private static final int STRIDE = 500;

  /** More than so many parties are not asked for by index. */
  private static final int MOST_PARTIES = 1000;

  /** The columns that name somebody or something. */
  private static final List<String> NAMING = List.of("subject", "other", "by_id");

  /** Some numbers of entries. */
  private record Range(long first, long end) {
    static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE);

    Range before(long number) {
      return new Range(first, Math.min(end, number));
    }
  }

  /** An entry that was looked at, which is read only if it fits. */
  private record Seen(long number, Optional<AuditEntry> entry) {}

  /**
   * Some of them.
   *
   * @param most how many
   * @param before only those with a lower number
   */
  List<AuditEntry> newest(int most, long before) {
    if (parties.filter(Set::isEmpty).isPresent()) {
      return List.of();
    }
    List<AuditEntry> found = new ArrayList<>();
    Range range = days().before(before);
    boolean isIndexed = parties.map(some -> some.size() <= MOST_PARTIES).orElse(true);
    int looked = 0;
    boolean more = true;
    while (more && found.size() < most && (looked < NEWEST || !isIndexed)) {
      List<Seen> some = look(range);
      some.forEach(each -> each.entry().ifPresent(found::add));
      looked += some.size();
      more = some.size() == STRIDE;
      range = more ? range.before(some.getLast().number()) : range;
    }
    if (more && found.size() < most) {
      found.addAll(byIndex(range, most - found.size()));
    }
    return found.stream().limit(most).toList();
  }

  /** Numbers rise with the time, where the clock is not set back. */
  private Range days() {
    if (filter.from().isEmpty() && filter.until().isEmpty()) {
      return Range.ALL;
    }
    return bound(
            "SELECT MIN(id) AS first_id, MAX(id) AS last_id FROM audit_entry WHERE id IS NOT NULL"
                + ofDays())
        .map(
            row ->
                new Range(
                    Objects.requireNonNullElse(row.getColumn("first_id", Long.class), 0L),
                    Objects.requireNonNullElse(row.getColumn("last_id", Long.class), -1L) + 1))
        .one();
  }

  private String ofDays() {
    return filter.from().map(_ -> " AND happened >= :from").orElse("")
        + filter.until().map(_ -> " AND happened < :until").orElse("");
  }

  private Query bound(String sql) {
    Query query = handle.createQuery(sql);
    filter.from().ifPresent(time -> query.bind("from", time));
    filter.until().ifPresent(time -> query.bind("until", time));
    return query;
  }

  private Query within(Range range, String conditions, int most) {
    return bound(
            "SELECT * FROM audit_entry WHERE id >= :first AND id < :end"
                + conditions
                + " ORDER BY id DESC FETCH FIRST "
                + most
                + " ROWS ONLY")
        .bind("first", range.first())
        .bind("end", range.end());
  }

  private List<Seen> look(Range range) {
    return within(range, "", STRIDE).map(this::seen).list();
  }

  private Seen seen(RowView row) throws SQLException {
    return new Seen(
        row.getColumn("id", Long.class), fits(row) ? Optional.of(row(row)) : Optional.empty());
  }

  private boolean fits(RowView row) throws SQLException {
    return actions.contains(row.getColumn("action", String.class))
        && isOfDays(row.getColumn("happened", Instant.class))
        && (filter.by().isEmpty()
            || filter.by().get().toString().equals(row.getColumn("by_id", String.class)))
        && (parties.isEmpty() || names(row, parties.get()));
  }

  private boolean isOfDays(Instant happened) {
    return filter.from().map(first -> !happened.isBefore(first)).orElse(true)
        && filter.until().map(happened::isBefore).orElse(true);
  }

  private static boolean names(RowView row, Set<String> some) throws SQLException {
    for (String column : NAMING) {
      String party = row.getColumn(column, String.class);
      if (party != null && some.contains(party)) {
        return true;
      }
    }
    return false;
  }

  /** The rest of them, of which there are few. */
  private Collection<AuditEntry> byIndex(Range range, int most) {
    String conditions =
        " AND action IN (<actions>)"
            + ofDays()
            + filter.by().map(_ -> " AND by_id = :by").orElse("");
    if (parties.isEmpty()) {
      return indexed(range, conditions, most).map(AuditPages::row).list();
    }
    NavigableMap<Long, AuditEntry> found = new TreeMap<>(Comparator.reverseOrder());
    for (String column : NAMING) {
      indexed(range, conditions + " AND " + column + " IN (<parties>)", most)
          .bindList("parties", List.copyOf(parties.get()))
          .map(AuditPages::row)
          .forEach(entry -> found.put(entry.number(), entry));
    }
    return found.values();
  }

  private Query indexed(Range range, String conditions, int most) {
    Query query = within(range, conditions, most).bindList("actions", List.copyOf(actions));
    filter.by().ifPresent(id -> query.bind("by", id));
    return query;
  }

  static AuditEntry row(RowView row) throws SQLException {
    return new AuditEntry(
        row.getColumn("id", Long.class),
        row.getColumn("happened", Instant.class),
        Columns.actor(row, "by_kind", "by_id"),
        AuditEvents.read(
            row.getColumn("action", String.class), row.getColumn("event", String.class)));
  }
}

package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.ListedMember;
import alcove.room.model.Member;
import alcove.room.model.MemberSearch;
import alcove.room.model.MemberSort;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.policy.Actor;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The members that somebody searches for, by the page.
 *
 * @param labelsOf labels are searched only on invites that this one created, if given
 */
record MemberPages(Handle handle, MemberSearch search, Optional<Actor> labelsOf) {
  private static final String FROM = " FROM member m LEFT JOIN invite i ON i.id = m.invite";

  /** Of an id, what is not the same in all ids. */
  private static final String NAMED =
      "(LOWER(SUBSTRING(%1$s.id FROM 2 FOR 44)) LIKE :part ESCAPE '!'"
          + " OR LOWER(%1$s.name) LIKE :part ESCAPE '!'"
          + " OR %1$s.id IN (SELECT owner FROM alias WHERE name LIKE :part ESCAPE '!')%2$s)";

  private static final String NOTED = " OR LOWER(%1$s.note) LIKE :part ESCAPE '!'";
  private static final String FIRST_ALIAS = "(SELECT MIN(name) FROM alias WHERE owner = m.id)";

  /** Who came later had no time to be away. */
  private static final String UNSEEN =
      "(m.last_seen < :unseen OR (m.last_seen IS NULL AND m.since < :before))";

  private record Row(Member member, String label) {}

  Page<ListedMember> page(Paging paging) {
    String counted = search.wanted().isEmpty() ? " FROM member m" : FROM;
    int total = query("SELECT COUNT(*)" + counted + fits()).mapTo(Integer.class).one();
    List<Row> rows =
        query("SELECT m.*, i.label" + FROM + fits() + order(search.sort()) + Columns.only(paging))
            .map(
                row ->
                    new Row(row.getRow(Member.class), label(row.getColumn("label", String.class))))
            .list();
    Map<FeedId, List<String>> aliases = aliases(rows);
    return new Page<>(rows, total, paging).map(row -> listed(row, aliases));
  }

  private static String label(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  private static ListedMember listed(Row row, Map<FeedId, List<String>> aliases) {
    return new ListedMember(
        row.member(), aliases.getOrDefault(row.member().id(), List.of()), row.label());
  }

  private String fits() {
    List<String> conditions = new ArrayList<>();
    search.wanted().ifPresent(_ -> conditions.add("(" + textFits() + ")"));
    search.role().ifPresent(_ -> conditions.add("m.role = :role"));
    search
        .alias()
        .ifPresent(
            has ->
                conditions.add("m.id " + (has ? "IN" : "NOT IN") + " (SELECT owner FROM alias)"));
    search.inviter().ifPresent(_ -> conditions.add("m.invited_by = :inviter"));
    search.among().ifPresent(ids -> conditions.add(ids.isEmpty() ? "1 = 0" : "m.id IN (<among>)"));
    search.unseenSince().ifPresent(_ -> conditions.add(UNSEEN));
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  /** What not all may see, is for them not found by. */
  private String textFits() {
    boolean all = labelsOf.isEmpty();
    String notes = all ? NOTED : "";
    return NAMED.formatted("m", notes.formatted("m"))
        + " OR m.role = :word OR (LOWER(i.label) LIKE :part ESCAPE '!'"
        + (all ? ")" : " AND i.created_by = :creator)")
        + (all ? " OR m.invited_by IN (SELECT p.id FROM member p WHERE " : "")
        + (all ? NAMED.formatted("p", notes.formatted("p")) + ")" : "");
  }

  private Query query(String sql) {
    Query query = handle.createQuery(sql);
    search
        .wanted()
        .map(part -> part.toLowerCase(Locale.ROOT))
        .ifPresent(part -> query.bind("part", Columns.containing(part)).bind("word", part));
    if (search.wanted().isPresent() && labelsOf.isPresent()) {
      query.bind("creator", labelsOf.get().id());
    }
    search.role().ifPresent(role -> query.bind("role", role.word()));
    search.inviter().ifPresent(id -> query.bind("inviter", id));
    search
        .unseenSince()
        .ifPresent(
            day ->
                query
                    .bind("unseen", day)
                    .bind("before", day.atStartOfDay(ZoneOffset.UTC).toInstant()));
    search
        .among()
        .filter(ids -> !ids.isEmpty())
        .ifPresent(ids -> query.bindList("among", ids.stream().map(FeedId::toString).toList()));
    return query;
  }

  private static String order(MemberSort sort) {
    return " ORDER BY "
        + switch (sort) {
          case NEWEST -> "m.since DESC, m.id";
          case OLDEST -> "m.since, m.id";
          case ROLE ->
              "CASE m.role WHEN 'admin' THEN 1 WHEN 'moderator' THEN 2 ELSE 3 END, m.since, m.id";
          case NAME ->
              "LOWER(COALESCE(NULLIF(m.name, ''), " + FIRST_ALIAS + ")) NULLS LAST, m.since, m.id";
          case ALIAS -> FIRST_ALIAS + " NULLS LAST, m.since, m.id";
          case SEEN -> "m.last_seen DESC NULLS LAST, m.since DESC, m.id";
        };
  }

  private Map<FeedId, List<String>> aliases(List<Row> rows) {
    Map<FeedId, List<String>> aliases = new HashMap<>();
    if (!rows.isEmpty()) {
      handle
          .select("SELECT owner, name FROM alias WHERE owner IN (<owners>) ORDER BY name")
          .bindList("owners", rows.stream().map(row -> row.member().id().toString()).toList())
          .map(
              row ->
                  Map.entry(
                      row.getColumn("owner", FeedId.class), row.getColumn("name", String.class)))
          .forEach(
              each ->
                  aliases
                      .computeIfAbsent(each.getKey(), id -> new ArrayList<>())
                      .add(each.getValue()));
    }
    return aliases;
  }
}

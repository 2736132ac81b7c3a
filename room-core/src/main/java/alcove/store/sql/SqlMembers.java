package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.Member;
import alcove.room.registry.MemberTable;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** The table {@code member}. */
record SqlMembers(Handle handle) implements MemberTable {
  @Override
  public List<Member> all() {
    return handle.select("SELECT * FROM member ORDER BY since, id").mapTo(Member.class).list();
  }

  @Override
  public List<Labelled> labelled(List<FeedId> ids) {
    return ids.isEmpty()
        ? List.of()
        : handle
            .select(
                "SELECT m.*, i.label FROM member m LEFT JOIN invite i ON i.id = m.invite"
                    + " WHERE m.id IN (<ids>)")
            .bindList("ids", ids.stream().map(FeedId::toString).toList())
            .map(SqlMembers::labelled)
            .list();
  }

  private static Labelled labelled(RowView row) throws SQLException {
    return new Labelled(
        row.getRow(Member.class),
        Objects.requireNonNullElse(row.getColumn("label", String.class), ""));
  }

  @Override
  public Map<FeedId, LocalDate> seen() {
    return handle
        .createQuery("SELECT id, last_seen FROM member WHERE last_seen IS NOT NULL")
        .map(
            row ->
                Map.entry(
                    row.getColumn("id", FeedId.class), row.getColumn("last_seen", LocalDate.class)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public Optional<Member> find(FeedId id) {
    return handle.select("SELECT * FROM member WHERE id = ?", id).mapTo(Member.class).findOne();
  }

  @Override
  public void put(Member member) {
    delete(member.id());
    handle.execute(
        "INSERT INTO member (id, role, since, invited_by, invite, name, note, last_seen)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        member.id(),
        member.role(),
        member.since(),
        member.invitedBy(),
        member.invite().orElse(null),
        member.name(),
        member.note(),
        member.lastSeen());
  }

  @Override
  public boolean delete(FeedId id) {
    return handle.execute("DELETE FROM member WHERE id = ?", id) > 0;
  }

  @Override
  public Set<FeedId> acceptors() {
    return handle
        .select("SELECT member FROM rules_acceptance")
        .mapTo(FeedId.class)
        .collect(Collectors.toSet());
  }

  @Override
  public void acceptRules(FeedId id, Instant at) {
    handle.execute(
        "INSERT INTO rules_acceptance (member, accepted)"
            + " SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM rules_acceptance WHERE member = ?)",
        id,
        at,
        id);
  }

  @Override
  public void forgetRules(FeedId id) {
    handle.execute("DELETE FROM rules_acceptance WHERE member = ?", id);
  }

  @Override
  public void see(Map<FeedId, LocalDate> days) {
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE member SET last_seen = :day WHERE id = :id"
                + " AND (last_seen IS NULL OR last_seen <> :day)");
    days.forEach((id, day) -> batch.bind("id", id).bind("day", day).add());
    if (!days.isEmpty()) {
      batch.execute();
    }
  }

  @Override
  public void forgetSeen() {
    handle.execute("UPDATE member SET last_seen = NULL WHERE last_seen IS NOT NULL");
  }

  @Override
  public Map<FeedId, List<FeedId>> invitedBy(Collection<FeedId> inviters, int most) {
    return of(
            inviters,
            "SELECT id, invited_by FROM (SELECT id, invited_by, since, ROW_NUMBER() OVER"
                + " (PARTITION BY invited_by ORDER BY since, id) AS place"
                + " FROM member WHERE invited_by IN (<inviters>)) placed WHERE place <= "
                + most
                + " ORDER BY place")
        .flatMap(
            query ->
                query
                    .map(row -> Map.entry(inviter(row), row.getColumn("id", FeedId.class)))
                    .stream())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  @Override
  public Map<FeedId, Integer> countInvitedBy(Collection<FeedId> inviters) {
    return of(
            inviters,
            "SELECT invited_by, COUNT(*) AS many FROM member WHERE invited_by IN (<inviters>)"
                + " GROUP BY invited_by")
        .flatMap(
            query ->
                query
                    .map(row -> Map.entry(inviter(row), row.getColumn("many", Integer.class)))
                    .stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** A query about some, if there are any. */
  private Stream<Query> of(Collection<FeedId> inviters, String sql) {
    return inviters.isEmpty()
        ? Stream.empty()
        : Stream.of(
            handle
                .createQuery(sql)
                .bindList("inviters", inviters.stream().map(FeedId::toString).toList()));
  }

  private static FeedId inviter(RowView row) {
    return row.getColumn("invited_by", FeedId.class);
  }

  @Override
  public List<FeedId> invitedBy(FeedId inviter) {
    return handle
        .select("SELECT id FROM member WHERE invited_by = ? ORDER BY since, id", inviter)
        .mapTo(FeedId.class)
        .list();
  }

  @Override
  public void replaceInviter(FeedId one, FeedId other) {
    handle.execute("UPDATE member SET invited_by = ? WHERE invited_by = ?", other, one);
  }
}

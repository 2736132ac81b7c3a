package alcove.store;

import alcove.identity.FeedId;
import alcove.room.Actor;
import alcove.room.ListedMember;
import alcove.room.Member;
import alcove.room.MemberSearch;
import alcove.room.Page;
import alcove.room.Paging;
import alcove.room.Role;
import alcove.room.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code member}. */
record SqlMembers(Handle handle) implements Tables.MemberTable {
  @Override
  public List<Member> all() {
    return handle
        .createQuery("SELECT * FROM member ORDER BY since, id")
        .map(SqlMembers::row)
        .list();
  }

  @Override
  public Page<ListedMember> page(MemberSearch search, Optional<Actor> labelsOf, Paging paging) {
    return new MemberPages(handle, search, labelsOf).page(paging);
  }

  @Override
  public Optional<Member> find(FeedId id) {
    return handle
        .createQuery("SELECT * FROM member WHERE id = :id")
        .bind("id", id.toString())
        .map(SqlMembers::row)
        .findOne();
  }

  @Override
  public void put(Member member) {
    delete(member.id());
    handle
        .createUpdate(
            "INSERT INTO member (id, role, since, invited_by, invite)"
                + " VALUES (:id, :role, :since, :invitedBy, :invite)")
        .bind("id", member.id().toString())
        .bind("role", member.role().word())
        .bind("since", Rows.time(member.since()))
        .bind("invitedBy", Rows.text(member.invitedBy()))
        .bind("invite", member.invite().orElse(null))
        .execute();
  }

  @Override
  public boolean delete(FeedId id) {
    return handle
            .createUpdate("DELETE FROM member WHERE id = :id")
            .bind("id", id.toString())
            .execute()
        > 0;
  }

  @Override
  public void replaceInviter(FeedId one, FeedId other) {
    handle
        .createUpdate("UPDATE member SET invited_by = :other WHERE invited_by = :one")
        .bind("one", one.toString())
        .bind("other", other.toString())
        .execute();
  }

  static Member row(ResultSet row, StatementContext context) throws SQLException {
    String role = row.getString("role");
    long invite = row.getLong("invite");
    Optional<Long> cameBy = row.wasNull() ? Optional.empty() : Optional.of(invite);
    return new Member(
        Rows.id(row, "id"),
        Role.named(role).orElseThrow(() -> Rows.foreign("role", role)),
        Rows.instant(row, "since"),
        Rows.optionalId(row, "invited_by"),
        cameBy);
  }
}

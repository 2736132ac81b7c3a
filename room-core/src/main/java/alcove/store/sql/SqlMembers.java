package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.ListedMember;
import alcove.room.model.Member;
import alcove.room.model.MemberSearch;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.policy.Actor;
import alcove.room.registry.Tables;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code member}. */
record SqlMembers(Handle handle) implements Tables.MemberTable {
  @Override
  public List<Member> all() {
    return handle.createQuery("SELECT * FROM member ORDER BY since, id").mapTo(Member.class).list();
  }

  @Override
  public Page<ListedMember> page(MemberSearch search, Optional<Actor> labelsOf, Paging paging) {
    return new MemberPages(handle, search, labelsOf).page(paging);
  }

  @Override
  public Optional<Member> find(FeedId id) {
    return handle
        .createQuery("SELECT * FROM member WHERE id = :id")
        .bind("id", id)
        .mapTo(Member.class)
        .findOne();
  }

  @Override
  public void put(Member member) {
    delete(member.id());
    handle
        .createUpdate(
            "INSERT INTO member (id, role, since, invited_by, invite)"
                + " VALUES (:id, :role, :since, :invitedBy, :invite)")
        .bind("id", member.id())
        .bind("role", member.role())
        .bind("since", member.since())
        .bind("invitedBy", member.invitedBy())
        .bind("invite", member.invite().orElse(null))
        .execute();
  }

  @Override
  public boolean delete(FeedId id) {
    return handle.createUpdate("DELETE FROM member WHERE id = :id").bind("id", id).execute() > 0;
  }

  @Override
  public void replaceInviter(FeedId one, FeedId other) {
    handle
        .createUpdate("UPDATE member SET invited_by = :other WHERE invited_by = :one")
        .bind("one", one)
        .bind("other", other)
        .execute();
  }
}

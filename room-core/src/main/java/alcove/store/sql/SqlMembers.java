package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.ListedMember;
import alcove.room.model.Member;
import alcove.room.model.MemberSearch;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.policy.Actor;
import alcove.room.registry.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The table {@code member}. */
record SqlMembers(Handle handle) implements Tables.MemberTable {
  @Override
  public List<Member> all() {
    return handle.select("SELECT * FROM member ORDER BY since, id").mapTo(Member.class).list();
  }

  @Override
  public Page<ListedMember> page(MemberSearch search, Optional<Actor> labelsOf, Paging paging) {
    return new MemberPages(handle, search, labelsOf).page(paging);
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

package alcove.store.goroom;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.room.model.Member;
import alcove.room.policy.Role;
import alcove.store.goroom.GoRoomRows.MemberRow;
import alcove.store.goroom.ImportReport.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Members, and who the numbers are by which other rows name them.
 *
 * <p>go-ssb-room lets a blocked key be a member; here it is blocked.
 */
record ImportedMembers(Map<Long, FeedId> numbers, Set<FeedId> blocked, List<Member> members) {
  static ImportedMembers read(
      List<MemberRow> rows, Set<FeedId> blocked, Instant now, Findings findings) {
    Map<Long, FeedId> numbers = new HashMap<>();
    List<Member> members = new ArrayList<>();
    for (var row : rows) {
      try {
        var id = FeedId.parse(row.key());
        numbers.put(row.id(), id);
        if (blocked.contains(id)) {
          findings.leave(Kind.MEMBER, row.key(), "is blocked, so it is no member any more");
        } else {
          members.add(member(id, row, now, findings));
        }
      } catch (MalformedException foreign) {
        findings.leave(
            Kind.MEMBER, row.key(), "is a key of another kind, by which nobody can connect");
      }
    }
    return new ImportedMembers(numbers, blocked, members);
  }

  /** go-ssb-room does not keep when and by whom somebody became a member. */
  private static Member member(FeedId id, MemberRow row, Instant now, Findings findings) {
    return new Member(id, role(row, findings), now, Optional.empty(), Optional.empty());
  }

  private static Role role(MemberRow row, Findings findings) {
    return switch (Math.clamp(row.role(), 0, 4)) {
      case 1 -> taken(Role.MEMBER, Kind.MEMBER, findings);
      case 2 -> taken(Role.MODERATOR, Kind.MODERATOR, findings);
      case 3 -> taken(Role.ADMIN, Kind.ADMIN, findings);
      default -> {
        findings.change(
            Kind.MEMBER, row.key(), "its role " + row.role() + " is unknown here: member instead");
        yield taken(Role.MEMBER, Kind.MEMBER, findings);
      }
    };
  }

  private static Role taken(Role role, Kind kind, Findings findings) {
    findings.take(kind);
    return role;
  }

  /** Who has a number, blocked or not. */
  Optional<FeedId> find(long number) {
    return Optional.ofNullable(numbers.get(number));
  }

  boolean isBlocked(FeedId id) {
    return blocked.contains(id);
  }

  /** What a member may do; nothing for others. */
  Optional<Role> roleOf(FeedId id) {
    return members.stream().filter(each -> each.id().equals(id)).map(Member::role).findFirst();
  }

  boolean hasAdmin() {
    return members.stream().anyMatch(each -> each.role() == Role.ADMIN);
  }
}

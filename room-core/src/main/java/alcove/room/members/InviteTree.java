package alcove.room.members;

import alcove.identity.FeedId;
import alcove.room.model.Member;
import alcove.room.registry.MemberTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tree of who let a member in, and whom they let in, both as far as it is easily read: the next
 * 20 upwards, and downwards four steps, the first 20 of each and 200 in all. It takes a few
 * questions to the database, however long the line or however many came by one. Immutable.
 *
 * @param inviters whoever let them in, then whoever let that one in, and so on
 * @param isLonger whether that goes on
 * @param root the member, with those who came by them
 */
public record InviteTree(List<FeedId> inviters, boolean isLonger, Branch root) {
  static final int MOST_INVITERS = 20;
  static final int MOST_STEPS = 4;
  static final int MOST_OF_ONE = 20;
  static final int MOST = 200;

  /** Copies the list. */
  public InviteTree {
    inviters = List.copyOf(inviters);
  }

  /**
   * Somebody, and those who came by them.
   *
   * @param count how many came by them who are members now
   * @param invited the first of these
   */
  public record Branch(FeedId id, int count, List<Branch> invited) {
    /** Copies the list. */
    public Branch {
      invited = List.copyOf(invited);
    }

    /** How many of them are not among these. */
    public int more() {
      return count - invited.size();
    }
  }

  static InviteTree of(MemberTable members, FeedId id) {
    List<FeedId> line = new ArrayList<>();
    Set<FeedId> seen = new HashSet<>(Set.of(id));
    Optional<FeedId> next = inviter(members, id);
    while (next.isPresent() && line.size() < MOST_INVITERS && seen.add(next.get())) {
      line.add(next.get());
      next = inviter(members, next.get());
    }
    return new InviteTree(
        line, next.filter(each -> !seen.contains(each)).isPresent(), downwards(members, id));
  }

  private static Optional<FeedId> inviter(MemberTable members, FeedId id) {
    return members.find(id).flatMap(Member::invitedBy);
  }

  /** Who left and came back by somebody whom they had invited stands once. */
  private static Branch downwards(MemberTable members, FeedId root) {
    Map<FeedId, List<FeedId>> invited = new LinkedHashMap<>();
    Map<FeedId, Integer> counts = new LinkedHashMap<>(members.countInvitedBy(Set.of(root)));
    Set<FeedId> seen = new HashSet<>(Set.of(root));
    List<FeedId> step = List.of(root);
    for (int steps = 0; steps < MOST_STEPS && !step.isEmpty(); steps++) {
      Map<FeedId, List<FeedId>> found = members.invitedBy(step, MOST_OF_ONE);
      List<FeedId> next = new ArrayList<>();
      for (FeedId inviter : step) {
        for (FeedId each : found.getOrDefault(inviter, List.of())) {
          if (seen.size() <= MOST && seen.add(each)) {
            invited.computeIfAbsent(inviter, _ -> new ArrayList<>()).add(each);
            next.add(each);
          }
        }
      }
      counts.putAll(members.countInvitedBy(next));
      step = next;
    }
    return branch(root, invited, counts);
  }

  private static Branch branch(
      FeedId id, Map<FeedId, List<FeedId>> invited, Map<FeedId, Integer> counts) {
    return new Branch(
        id,
        counts.getOrDefault(id, 0),
        invited.getOrDefault(id, List.of()).stream()
            .map(each -> branch(each, invited, counts))
            .toList());
  }
}

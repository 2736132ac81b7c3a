package alcove.room.members;

import alcove.identity.FeedId;
import alcove.room.model.Member;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.UnkeptBlockException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The walk from one who is blocked to those whom they invited, whom these invited, and so on. Who
 * may not be blocked stays, and so does whom they invited. Where it breaks off it can go on by
 * another knowledge of who invited whom. Confined to one thread.
 */
final class InvitedWalk {
  private static final Set<Refusal> STAY =
      EnumSet.of(Refusal.RANK, Refusal.LAST_ADMIN, Refusal.BLOCK_SELF);

  private final Set<FeedId> seen = new HashSet<>();

  /** The one with whom it begins, and all who were blocked since. */
  private final List<FeedId> out = new ArrayList<>();

  private final List<FeedId> left = new ArrayList<>();

  /** Whom somebody invited. */
  @FunctionalInterface
  interface Invited {
    List<FeedId> by(FeedId inviter);
  }

  /** A step of it, which blocks one. */
  @FunctionalInterface
  interface Step {
    void to(FeedId id) throws RefusedException;
  }

  InvitedWalk(FeedId inviter) {
    seen.add(inviter);
    out.add(inviter);
  }

  /** Whom each of these says they were invited by. */
  static Invited among(Collection<Member> members) {
    Map<FeedId, List<FeedId>> byInviter = new HashMap<>();
    for (Member each : members) {
      each.invitedBy()
          .ifPresent(
              inviter -> byInviter.computeIfAbsent(inviter, _ -> new ArrayList<>()).add(each.id()));
    }
    return inviter -> byInviter.getOrDefault(inviter, List.of());
  }

  /**
   * Goes it to its end.
   *
   * @throws RefusedException if a step is refused for another reason than whom it is about
   * @throws UnkeptBlockException of a step, whose key is out all the same
   */
  Blocks.Company go(Invited invited, Step step) throws RefusedException {
    Deque<FeedId> inviters = new ArrayDeque<>(out);
    while (!inviters.isEmpty()) {
      for (FeedId each : invited.by(inviters.remove())) {
        if (seen.contains(each)) {
          continue;
        }
        if (blocked() == Blocks.MOST_IN_COMPANY) {
          return new Blocks.Company(blocked(), left, false);
        }
        seen.add(each);
        if (isBlocked(each, step)) {
          inviters.add(each);
        }
      }
    }
    return new Blocks.Company(blocked(), left, true);
  }

  private boolean isBlocked(FeedId id, Step step) throws RefusedException {
    try {
      step.to(id);
      out.add(id);
      return true;
    } catch (UnkeptBlockException unkept) {
      out.add(id);
      throw unkept;
    } catch (RefusedException refused) {
      if (!STAY.contains(refused.reason())) {
        throw refused;
      }
      left.add(id);
      return false;
    }
  }

  private int blocked() {
    return out.size() - 1;
  }
}

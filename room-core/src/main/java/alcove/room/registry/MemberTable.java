package alcove.room.registry;

import alcove.identity.FeedId;
import alcove.room.model.Member;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members. */
public interface MemberTable {
  /**
   * A member and the label of the invite they came by.
   *
   * @param label empty if they came by none, or it has none
   */
  record Labelled(Member member, String label) {}

  /** All, oldest first. */
  List<Member> all();

  /** Those of these ids who are members, with the label of the invite they came by. */
  List<Labelled> labelled(List<FeedId> ids);

  /** The last day on which each was here, in UTC, of those of whom it is known. */
  Map<FeedId, LocalDate> seen();

  /** One of them. */
  Optional<Member> find(FeedId id);

  /** Enters a member, or changes its row. */
  void put(Member member);

  /** Takes it out; whether it was there. */
  boolean delete(FeedId id);

  /** Those who have accepted the house rules. */
  Set<FeedId> acceptors();

  /** Notes that one accepts the house rules, unless they have. */
  void acceptRules(FeedId id, Instant at);

  /** Forgets that one accepted them. */
  void forgetRules(FeedId id);

  /**
   * The last day on which each of these was here, in UTC, where it is another one than was known;
   * who is no member has none.
   */
  void see(Map<FeedId, LocalDate> days);

  /** Forgets when all of them were here last. */
  void forgetSeen();

  /**
   * Of those whom each of these invited, the oldest, by who did; who invited nobody has none.
   *
   * @param most how many of each
   */
  Map<FeedId, List<FeedId>> invitedBy(Collection<FeedId> inviters, int most);

  /** How many each of these invited; who invited nobody has none. */
  Map<FeedId, Integer> countInvitedBy(Collection<FeedId> inviters);

  /** Those whom one invited, oldest first. */
  List<FeedId> invitedBy(FeedId inviter);

  /** Has those whom one invited be invited by another. */
  void replaceInviter(FeedId one, FeedId other);
}

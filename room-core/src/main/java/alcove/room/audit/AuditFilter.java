package alcove.room.audit;

import alcove.identity.FeedId;
import alcove.room.model.MemberSearch;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A choice of the entries of the audit log that somebody wants to see.
 *
 * @param groups what they tell of
 * @param text a part of who did it, or of the person or thing that it was done to, or of what these
 *     are called, in upper or lower case; a number is that of an invite, and no part of another;
 *     empty: all
 * @param from only those of this time or later, if given
 * @param until only those before this time, if given
 * @param by only those of what this peer did, if given
 */
public record AuditFilter(
    Set<AuditGroup> groups,
    String text,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<FeedId> by) {
  /** All of them. */
  public static final AuditFilter ALL = of(EnumSet.allOf(AuditGroup.class));

  /** Takes an id in full for its part that is not the same in all ids. */
  public AuditFilter {
    Set<AuditGroup> copy = EnumSet.noneOf(AuditGroup.class);
    copy.addAll(groups);
    groups = Collections.unmodifiableSet(copy);
    text = MemberSearch.bare(text);
  }

  private static AuditFilter of(Set<AuditGroup> groups) {
    return new AuditFilter(groups, "", Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Those that tell of some things. */
  public static AuditFilter of(AuditGroup group) {
    return of(EnumSet.of(group));
  }

  /** Those of them that have this in who did it, or in what it was done to. */
  public AuditFilter with(String part) {
    return new AuditFilter(groups, part, from, until, by);
  }

  /** Those of them from one time until another. */
  public AuditFilter within(Optional<Instant> first, Optional<Instant> end) {
    return new AuditFilter(groups, text, first, end, by);
  }

  /** Those of them that tell what somebody did. */
  public AuditFilter by(Optional<FeedId> actor) {
    return new AuditFilter(groups, text, from, until, actor);
  }

  /** Whether it is the number of an invite that is looked for. */
  public boolean isNumber() {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}

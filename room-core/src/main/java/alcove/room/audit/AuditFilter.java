package alcove.room.audit;

import alcove.room.model.MemberSearch;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A choice of the entries of the audit log that somebody wants to see.
 *
 * @param groups what they tell of
 * @param text a part of who did it, or of the person or thing that it was done to, in upper or
 *     lower case; a number is that of an invite, and no part of another; empty: all
 */
public record AuditFilter(Set<AuditGroup> groups, String text) {
  /** All of them. */
  public static final AuditFilter ALL = new AuditFilter(EnumSet.allOf(AuditGroup.class), "");

  /** Takes an id in full for its part that is not the same in all ids. */
  public AuditFilter {
    Set<AuditGroup> copy = EnumSet.noneOf(AuditGroup.class);
    copy.addAll(groups);
    groups = Collections.unmodifiableSet(copy);
    text = MemberSearch.bare(text);
  }

  /** Those that tell of some things. */
  public static AuditFilter of(AuditGroup group) {
    return new AuditFilter(EnumSet.of(group), "");
  }

  /** Those of them that have this in who did it, or in what it was done to. */
  public AuditFilter with(String part) {
    return new AuditFilter(groups, part);
  }

  /** Whether it is the number of an invite that is looked for. */
  public boolean isNumber() {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}

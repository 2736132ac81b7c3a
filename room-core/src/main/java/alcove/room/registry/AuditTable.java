package alcove.room.registry;

import alcove.identity.FeedId;
import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.AuditFilter;
import alcove.room.policy.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The audit log. */
public interface AuditTable {
  /** Adds a line. */
  void add(Instant at, Actor by, AuditEvent event);

  /**
   * The newest lines, newest first.
   *
   * @param before only those with a lower number, if given
   * @param actions only those that tell of one of these; not empty
   * @param filter only those that fit
   * @param sought what the text of the filter means, if there is one
   */
  List<AuditEntry> newest(
      int most,
      @Nullable Long before,
      Set<AuditAction> actions,
      AuditFilter filter,
      Optional<Tables.Sought> sought);

  /** The same of all that tell of these. */
  default List<AuditEntry> newest(int most, @Nullable Long before, Set<AuditAction> actions) {
    return newest(most, before, actions, AuditFilter.ALL, Optional.empty());
  }

  /** Whether any is older than {@code time}. */
  boolean anyBefore(Instant time);

  /** Takes out the oldest lines, of before {@code time}, {@code most} at a time; how many. */
  int deleteBefore(Instant time, int most);

  /** Those by and about one peer, oldest first. */
  List<AuditEntry> concerning(FeedId peer);

  /** The words of all actions that it tells of, also of those that this program has no name for. */
  Set<String> actions();
}

package alcove.room;

import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.AuditFilter;
import alcove.room.audit.AuditGroup;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.RoomPolicy;
import alcove.room.policy.Standing;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Tables;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The record of who changed what. Thread-safe; its methods block. */
public final class AuditLog {
  /** The most entries at once. */
  public static final int MOST = 1000;

  private final RoomChanges changes;

  AuditLog(RoomChanges changes) {
    this.changes = changes;
  }

  /**
   * The newest entries that {@code reader} may read, newest first.
   *
   * @param most how many, 1 to 1000
   * @param before only those with a lower number, if given
   * @throws RefusedException if the reader may read none of it
   */
  public List<AuditEntry> newest(Actor reader, int most, @Nullable Long before)
      throws RefusedException {
    return newest(reader, most, before, AuditFilter.ALL);
  }

  /**
   * The same, but only those that fit.
   *
   * @throws RefusedException if the reader may read none of it
   */
  public List<AuditEntry> newest(Actor reader, int most, @Nullable Long before, AuditFilter filter)
      throws RefusedException {
    Standing standing = standing(reader);
    Set<AuditAction> actions =
        readBy(standing)
            .filter(action -> filter.groups().contains(action.group()))
            .collect(Collectors.toSet());
    if (actions.isEmpty()) {
      return List.of();
    }
    int wanted = Math.clamp(most, 1, MOST);
    Optional<Tables.Sought> sought = changes.state().sought(filter.text(), true);
    return changes.read(tables -> tables.audit().newest(wanted, before, actions, filter, sought));
  }

  private Standing standing(Actor reader) throws RefusedException {
    Standing standing = reader.standing(changes.standings());
    if (!RoomPolicy.allows(changes.standings().privacyMode(), standing, Action.READ_AUDIT_LOG)) {
      throw new RefusedException(
          Refusal.NOT_ALLOWED, "only moderators and admins read the audit log");
    }
    return standing;
  }

  private static Stream<AuditAction> readBy(Standing standing) {
    return AuditAction.all().stream().filter(action -> action.isReadBy(standing));
  }

  /**
   * What {@code reader} may read of, if only of some of it. Never blocks.
   *
   * @throws RefusedException if the reader may read none of it
   */
  public Set<AuditGroup> groups(Actor reader) throws RefusedException {
    Set<AuditGroup> groups = EnumSet.noneOf(AuditGroup.class);
    readBy(standing(reader)).forEach(action -> groups.add(action.group()));
    return groups;
  }

  /** Enters what was done beside the room's own services. */
  public void enter(Actor actor, AuditEvent event) throws RefusedException {
    changes.change(
        actor,
        transaction -> {
          transaction.enter(event);
          return event;
        });
  }
}

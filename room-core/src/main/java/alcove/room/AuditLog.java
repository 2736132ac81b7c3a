package alcove.room;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who changed what. Thread-safe; its methods block. */
public final class AuditLog {
  private static final int MOST = 1000;

  private final Books books;

  AuditLog(Books books) {
    this.books = books;
  }

  /**
   * The newest entries that {@code reader} may read, newest first.
   *
   * @param most how many, 1 to 1000
   * @param before only those with a lower number, if given
   * @throws RefusedException if the reader is no member
   */
  public List<AuditEntry> newest(Actor reader, int most, @Nullable Long before)
      throws RefusedException {
    return newest(reader, most, before, AuditFilter.ALL);
  }

  /**
   * The same, but only those that fit.
   *
   * @throws RefusedException if the reader is no member
   */
  public List<AuditEntry> newest(Actor reader, int most, @Nullable Long before, AuditFilter filter)
      throws RefusedException {
    Standing standing = standing(reader);
    Set<AuditAction> actions = readBy(standing);
    actions.removeIf(action -> !filter.groups().contains(AuditGroup.of(action)));
    if (actions.isEmpty()) {
      return List.of();
    }
    int wanted = Math.clamp(most, 1, MOST);
    List<AuditEntry> found =
        books.read(tables -> tables.audit().newest(wanted, before, actions, filter));
    return standing == Standing.MEMBER
        ? found.stream().map(AuditEntry::withoutReason).toList()
        : found;
  }

  private Standing standing(Actor reader) throws RefusedException {
    Standing standing = reader.standing(books);
    if (!RoomPolicy.allows(books.privacyMode(), standing, Action.READ_AUDIT_LOG)) {
      throw new RefusedException(Refusal.NOT_ALLOWED, "only members read the audit log");
    }
    return standing;
  }

  private static Set<AuditAction> readBy(Standing standing) {
    Set<AuditAction> actions = EnumSet.allOf(AuditAction.class);
    actions.removeIf(action -> !action.isReadBy(standing));
    return actions;
  }

  /**
   * What {@code reader} may read of, if only of some of it. Never blocks.
   *
   * @throws RefusedException if the reader is no member
   */
  public Set<AuditGroup> groups(Actor reader) throws RefusedException {
    Set<AuditGroup> groups = EnumSet.noneOf(AuditGroup.class);
    readBy(standing(reader)).forEach(action -> groups.add(AuditGroup.of(action)));
    return groups;
  }

  /**
   * Enters what was done beside the room's own services.
   *
   * @param action {@link AuditAction#BACKED_UP}, {@link AuditAction#RESTORED} or {@link
   *     AuditAction#IMPORTED}
   */
  public void enter(Actor actor, AuditAction action, String subject, String details)
      throws RefusedException {
    books.change(
        change -> {
          change.audit(actor, action, subject, details);
          return action;
        });
  }
}

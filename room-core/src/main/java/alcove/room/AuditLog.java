package alcove.room;

import java.util.ArrayList;
import java.util.List;
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
    Standing standing = reader.standing(books);
    if (!RoomPolicy.allows(books.privacyMode(), standing, Action.READ_AUDIT_LOG)) {
      throw new RefusedException(Refusal.NOT_ALLOWED, "only members read the audit log");
    }
    int wanted = Math.clamp(most, 1, MOST);
    return books.read(tables -> collect(tables.audit(), standing, wanted, before));
  }

  private static List<AuditEntry> collect(
      Tables.AuditTable table, Standing standing, int wanted, @Nullable Long before) {
    List<AuditEntry> found = new ArrayList<>();
    Long end = before;
    while (true) {
      List<AuditEntry> page = table.newest(MOST, end);
      for (AuditEntry entry : page) {
        if (standing.compareTo(entry.action().readers()) >= 0) {
          found.add(standing == Standing.MEMBER ? entry.withoutReason() : entry);
          if (found.size() == wanted) {
            return found;
          }
        }
      }
      if (page.size() < MOST) {
        return found;
      }
      end = page.getLast().number();
    }
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

package alcove.room;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the room says to its visitors. Thread-safe; its methods block, but for {@link #kinds}. */
public final class Notices {
  private static final String WHO = "only moderators and admins write notices";

  private final Books books;
  private volatile Set<NoticeKind> kinds;

  Notices(Books books) {
    this.books = books;
    kinds = books.read(tables -> kinds(tables));
  }

  /** Of which kinds there are any. Never blocks. */
  public Set<NoticeKind> kinds() {
    return kinds;
  }

  private static Set<NoticeKind> kinds(Tables tables) {
    return tables.notices().all().stream().map(Notice::kind).collect(Collectors.toSet());
  }

  private void remember(Books.Change change) {
    Set<NoticeKind> now = kinds(change.tables());
    change.whenDurable(() -> kinds = now);
  }

  /** All, by kind and language. */
  public List<Notice> list() {
    return books.read(tables -> tables.notices().all());
  }

  /**
   * Writes the notice of a kind and language, or writes it anew.
   *
   * @throws RefusedException if the actor may not, or the notice is too long
   */
  public Notice save(Actor actor, NoticeKind kind, String language, String title, String content)
      throws RefusedException {
    return books.change(
        change ->
            save(change, actor, new Notice(kind, language, title.strip(), content, change.now())));
  }

  private Notice save(Books.Change change, Actor actor, Notice notice) throws RefusedException {
    change.require(actor, Action.EDIT_NOTICES, WHO);
    notice.require();
    change.tables().notices().put(notice);
    change.audit(actor, AuditAction.NOTICE_SAVED, notice.kind().word(), notice.language());
    remember(change);
    return notice;
  }

  /**
   * Deletes a notice.
   *
   * @throws RefusedException if there is none such, or the actor may not
   */
  public void delete(Actor actor, NoticeKind kind, String language) throws RefusedException {
    books.change(
        change -> {
          change.require(actor, Action.EDIT_NOTICES, WHO);
          if (!change.tables().notices().delete(kind, language)) {
            throw new RefusedException(Refusal.UNKNOWN, "there is no such notice");
          }
          change.audit(actor, AuditAction.NOTICE_DELETED, kind.word(), language);
          remember(change);
          return kind;
        });
  }
}

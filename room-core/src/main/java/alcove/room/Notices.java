package alcove.room;

import java.util.List;

/** What the room says to its visitors. Thread-safe; its methods block. */
public final class Notices {
  private static final String WHO = "only moderators and admins write notices";

  private final Books books;

  Notices(Books books) {
    this.books = books;
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
        change -> {
          change.require(actor, Action.EDIT_NOTICES, WHO);
          Notice notice = new Notice(kind, language, title.strip(), content, change.now());
          notice.require();
          change.tables().notices().put(notice);
          change.audit(actor, AuditAction.NOTICE_SAVED, kind.word(), language);
          return notice;
        });
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
          return kind;
        });
  }
}

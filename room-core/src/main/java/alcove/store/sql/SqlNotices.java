package alcove.store.sql;

import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.registry.Tables;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code notice}. */
record SqlNotices(Handle handle) implements Tables.NoticeTable {
  @Override
  public List<Notice> all() {
    return handle
        .select(
            "SELECT kind, language, title, contents AS content, changed FROM notice ORDER BY kind,"
                + " language")
        .mapTo(Notice.class)
        .list();
  }

  @Override
  public void put(Notice notice) {
    delete(notice.kind(), notice.language());
    handle.execute(
        "INSERT INTO notice (kind, language, title, contents, changed) VALUES (?, ?, ?, ?, ?)",
        notice.kind(),
        notice.language(),
        notice.title(),
        notice.content(),
        notice.changed());
  }

  @Override
  public boolean delete(NoticeKind kind, String language) {
    return handle.execute("DELETE FROM notice WHERE kind = ? AND language = ?", kind, language) > 0;
  }
}

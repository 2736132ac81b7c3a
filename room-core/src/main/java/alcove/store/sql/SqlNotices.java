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
        .createQuery(
            "SELECT kind, language, title, contents AS content, changed FROM notice ORDER BY kind,"
                + " language")
        .mapTo(Notice.class)
        .list();
  }

  @Override
  public void put(Notice notice) {
    delete(notice.kind(), notice.language());
    handle
        .createUpdate(
            "INSERT INTO notice (kind, language, title, contents, changed)"
                + " VALUES (:kind, :language, :title, :contents, :changed)")
        .bind("kind", notice.kind())
        .bind("language", notice.language())
        .bind("title", notice.title())
        .bind("contents", notice.content())
        .bind("changed", notice.changed())
        .execute();
  }

  @Override
  public boolean delete(NoticeKind kind, String language) {
    return handle
            .createUpdate("DELETE FROM notice WHERE kind = :kind AND language = :language")
            .bind("kind", kind)
            .bind("language", language)
            .execute()
        > 0;
  }
}

package alcove.store;

import alcove.room.Notice;
import alcove.room.NoticeKind;
import alcove.room.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code notice}. */
record SqlNotices(Handle handle) implements Tables.NoticeTable {
  @Override
  public List<Notice> all() {
    return handle
        .createQuery("SELECT * FROM notice ORDER BY kind, language")
        .map(SqlNotices::row)
        .list();
  }

  @Override
  public void put(Notice notice) {
    delete(notice.kind(), notice.language());
    handle
        .createUpdate(
            "INSERT INTO notice (kind, language, title, contents, changed)"
                + " VALUES (:kind, :language, :title, :contents, :changed)")
        .bind("kind", notice.kind().word())
        .bind("language", notice.language())
        .bind("title", notice.title())
        .bind("contents", notice.content())
        .bind("changed", Rows.time(notice.changed()))
        .execute();
  }

  @Override
  public boolean delete(NoticeKind kind, String language) {
    return handle
            .createUpdate("DELETE FROM notice WHERE kind = :kind AND language = :language")
            .bind("kind", kind.word())
            .bind("language", language)
            .execute()
        > 0;
  }

  private static Notice row(ResultSet row, StatementContext context) throws SQLException {
    String kind = row.getString("kind");
    return new Notice(
        NoticeKind.named(kind).orElseThrow(() -> Rows.foreign("kind", kind)),
        row.getString("language"),
        row.getString("title"),
        row.getString("contents"),
        Rows.instant(row, "changed"));
  }
}

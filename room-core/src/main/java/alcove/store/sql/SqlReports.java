package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Report;
import alcove.room.registry.ReportTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The table {@code report}. */
record SqlReports(Handle handle) implements ReportTable {
  private static final String ABOUT_OTHERS =
      " FROM report WHERE (closed IS NULL) = :open AND about <> :reader";
  private static final String ABOUT_MEMBERS_ALONE =
      ABOUT_OTHERS
          + " AND NOT EXISTS"
          + " (SELECT 1 FROM member WHERE member.id = report.about AND member.role <> 'member')";

  @Override
  public Report insert(
      FeedId about, FeedId by, Report.Reason reason, String text, Instant created) {
    long id =
        handle
            .createUpdate(
                "INSERT INTO report (about, reporter, reason, contents, created)"
                    + " VALUES (?, ?, ?, ?, ?)")
            .bind(0, about)
            .bind(1, by)
            .bind(2, reason)
            .bind(3, text)
            .bind(4, created)
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    return new Report(id, about, by, reason, text, created, Optional.empty(), Optional.empty());
  }

  @Override
  public Optional<Report> find(long id) {
    return handle.select("SELECT * FROM report WHERE id = ?", id).map(SqlReports::row).findOne();
  }

  @Override
  public List<Report> of(FeedId reporter) {
    return handle
        .select("SELECT * FROM report WHERE reporter = ? ORDER BY id DESC", reporter)
        .map(SqlReports::row)
        .list();
  }

  @Override
  public Page<Report> page(boolean open, Optional<FeedId> reader, boolean all, Paging paging) {
    String order = open ? " ORDER BY id" : " ORDER BY closed DESC, id DESC";
    List<Report> rows =
        visible("SELECT *", order + Columns.only(paging), open, reader, all)
            .map(SqlReports::row)
            .list();
    return new Page<>(rows, count(open, reader, all), paging);
  }

  @Override
  public int waiting(Optional<FeedId> reader, boolean all) {
    return count(true, reader, all);
  }

  private int count(boolean open, Optional<FeedId> reader, boolean all) {
    return visible("SELECT COUNT(*)", "", open, reader, all).mapTo(Integer.class).one();
  }

  private Query visible(
      String what, String rest, boolean open, Optional<FeedId> reader, boolean all) {
    return handle
        .createQuery(what + (all ? ABOUT_OTHERS : ABOUT_MEMBERS_ALONE) + rest)
        .bind("open", open)
        .bind("reader", reader.map(FeedId::toString).orElse(""));
  }

  @Override
  public void take(long id, Optional<FeedId> by) {
    handle.execute("UPDATE report SET taken_by = ? WHERE id = ?", by, id);
  }

  @Override
  public void close(long id, Report.Closing closing) {
    handle.execute(
        "UPDATE report SET closed = ?, closed_kind = ?, closed_by = ?, outcome = ? WHERE id = ?",
        closing.at(),
        closing.by().kind(),
        closing.by().id(),
        closing.outcome(),
        id);
  }

  @Override
  public void closeAbout(FeedId about, Report.Closing closing) {
    handle
        .select("SELECT id FROM report WHERE about = ? AND closed IS NULL", about)
        .mapTo(Long.class)
        .list()
        .forEach(id -> close(id, closing));
  }

  @Override
  public void reopen(long id) {
    handle.execute(
        "UPDATE report SET closed = NULL, closed_kind = NULL, closed_by = NULL, outcome = NULL"
            + " WHERE id = ?",
        id);
  }

  @Override
  public boolean anyClosedBefore(Instant time) {
    return Columns.any(handle, "SELECT 1 FROM report WHERE closed < ?", time);
  }

  @Override
  public int deleteClosedBefore(Instant time, int most) {
    return Columns.delete(handle, "report", Columns.before(handle, "report", "closed", time, most));
  }

  @Override
  public void replace(FeedId one, FeedId other) {
    handle.execute("UPDATE report SET about = ? WHERE about = ?", other, one);
    handle.execute("UPDATE report SET reporter = ? WHERE reporter = ?", other, one);
  }

  private static Report row(RowView row) throws SQLException {
    return new Report(
        row.getColumn("id", Long.class),
        row.getColumn("about", FeedId.class),
        row.getColumn("reporter", FeedId.class),
        row.getColumn("reason", Report.Reason.class),
        row.getColumn("contents", String.class),
        row.getColumn("created", Instant.class),
        Columns.optional(row, "taken_by", FeedId.class),
        closing(row));
  }

  private static Optional<Report.Closing> closing(RowView row) throws SQLException {
    @Nullable Instant closed = row.getColumn("closed", Instant.class);
    return closed == null
        ? Optional.empty()
        : Optional.of(
            new Report.Closing(
                Columns.actor(row, "closed_kind", "closed_by"),
                closed,
                row.getColumn("outcome", Report.Outcome.class)));
  }
}

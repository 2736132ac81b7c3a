package alcove.store;

import alcove.identity.FeedId;
import alcove.room.BlockedId;
import alcove.room.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code blocked_id}. */
record SqlBlocks(Handle handle) implements Tables.BlockTable {
  @Override
  public List<BlockedId> all() {
    return handle
        .createQuery("SELECT * FROM blocked_id ORDER BY since DESC, id")
        .map(SqlBlocks::row)
        .list();
  }

  @Override
  public void put(BlockedId blocked) {
    delete(blocked.id());
    handle
        .createUpdate(
            "INSERT INTO blocked_id (id, reason, blocked_kind, blocked_by, since, until)"
                + " VALUES (:id, :reason, :kind, :by, :since, :until)")
        .bind("id", blocked.id().toString())
        .bind("reason", blocked.reason())
        .bind("kind", blocked.by().kind())
        .bind("by", Rows.text(blocked.by().id()))
        .bind("since", Rows.time(blocked.since()))
        .bind("until", Rows.time(blocked.until()))
        .execute();
  }

  @Override
  public boolean delete(FeedId id) {
    return handle
            .createUpdate("DELETE FROM blocked_id WHERE id = :id")
            .bind("id", id.toString())
            .execute()
        > 0;
  }

  private static BlockedId row(ResultSet row, StatementContext context) throws SQLException {
    return new BlockedId(
        Rows.id(row, "id"),
        row.getString("reason"),
        Rows.actor(row, "blocked_kind", "blocked_by"),
        Rows.instant(row, "since"),
        Rows.optionalInstant(row, "until"));
  }
}

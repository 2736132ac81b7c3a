package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.BlockedId;
import alcove.room.registry.Tables;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The table {@code blocked_id}. */
record SqlBlocks(Handle handle) implements Tables.BlockTable {
  @Override
  public List<BlockedId> all() {
    return handle
        .select("SELECT * FROM blocked_id ORDER BY since DESC, id")
        .map(SqlBlocks::row)
        .list();
  }

  @Override
  public void put(BlockedId blocked) {
    delete(blocked.id());
    handle.execute(
        "INSERT INTO blocked_id (id, reason, blocked_kind, blocked_by, since, until)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        blocked.id(),
        blocked.reason(),
        blocked.by().kind(),
        blocked.by().id(),
        blocked.since(),
        blocked.until());
  }

  @Override
  public boolean delete(FeedId id) {
    return handle.execute("DELETE FROM blocked_id WHERE id = ?", id) > 0;
  }

  private static BlockedId row(RowView row) throws SQLException {
    return new BlockedId(
        row.getColumn("id", FeedId.class),
        row.getColumn("reason", String.class),
        Columns.actor(row, "blocked_kind", "blocked_by"),
        row.getColumn("since", Instant.class),
        Columns.optional(row, "until", Instant.class));
  }
}

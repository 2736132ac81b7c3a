package alcove.store.sql;

import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import alcove.room.registry.SumsTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The table {@code span_sums}. */
record SqlSums(Handle handle) implements SumsTable {
  @Override
  public List<Sums.Kept> all() {
    return handle
        .select("SELECT * FROM span_sums ORDER BY begins")
        .map((RowView row) -> kept(row))
        .list();
  }

  private static Sums.Kept kept(RowView row) throws SQLException {
    return new Sums.Kept(
        row.getColumn("span", Span.class),
        row.getColumn("begins", Instant.class),
        new Sums(
            number(row, "samples"),
            number(row, "online"),
            number(row, "most_online"),
            number(row, "members"),
            number(row, "claims"),
            number(row, "tunnels"),
            number(row, "tunnel_bytes"),
            number(row, "starts"),
            number(row, "people"),
            number(row, "week_people")));
  }

  private static long number(RowView row, String column) {
    return row.getColumn(column, Long.class);
  }

  @Override
  public void put(Sums.Kept kept) {
    delete(kept.span(), kept.begins());
    Sums sums = kept.sums();
    handle.execute(
        "INSERT INTO span_sums (span, begins, samples, online, most_online, members, claims,"
            + " tunnels, tunnel_bytes, starts, people, week_people)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        kept.span(),
        kept.begins(),
        sums.samples(),
        sums.online(),
        sums.mostOnline(),
        sums.members(),
        sums.claims(),
        sums.tunnels(),
        sums.tunnelBytes(),
        sums.starts(),
        sums.people(),
        sums.weekPeople());
  }

  @Override
  public void delete(Span span, Instant begins) {
    handle.execute("DELETE FROM span_sums WHERE span = ? AND begins = ?", span, begins);
  }
}

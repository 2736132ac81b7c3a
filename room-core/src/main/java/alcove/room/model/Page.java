package alcove.room.model;

import java.util.List;
import java.util.function.Function;

/**
 * Some rows of a long list.
 *
 * @param rows those of this page; none behind the last page
 * @param total how many rows all pages have together
 * @param paging which page it is
 */
public record Page<T>(List<T> rows, int total, Paging paging) {
  /** Copies the list. */
  public Page {
    rows = List.copyOf(rows);
  }

  /** One page of all rows. */
  public static <T> Page<T> of(List<T> all, Paging paging) {
    return new Page<>(
        all.stream().skip(paging.skipped()).limit(paging.size()).toList(), all.size(), paging);
  }

  /** The same of other rows. */
  public <R> Page<R> map(Function<T, R> change) {
    return new Page<>(rows.stream().map(change).toList(), total, paging);
  }

  /** How many pages there are; an empty list has one. */
  public int pages() {
    return Math.max(1, Math.ceilDiv(total, paging.size()));
  }
}

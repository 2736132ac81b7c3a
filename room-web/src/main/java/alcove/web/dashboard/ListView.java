package alcove.web.dashboard;

import alcove.room.model.Page;
import alcove.web.page.LocalPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a long list, as templates see it, and the links to its other pages and orders.
 *
 * @param rows those of this page
 * @param total how many fit
 * @param text what is searched for
 * @param number which page this is, counted from 1
 * @param last the number of the last one
 * @param size how many rows a page has
 * @param path of the list
 * @param query names and values that all pages share
 */
record ListView<T>(
    List<T> rows,
    int total,
    String text,
    int number,
    int last,
    int size,
    String path,
    Map<String, String> query) {
  /** How many pages beside the present one have links. */
  private static final int AROUND = 2;

  /**
   * One of a page.
   *
   * @param path of the list
   * @param text what is searched for; empty where nothing can be
   * @param query names and values that all pages share, in turn
   */
  static <T> ListView<T> of(Page<T> page, String path, String text, String... query) {
    Map<String, String> shared = new LinkedHashMap<>();
    for (int i = 0; i < query.length; i += 2) {
      shared.put(query[i], query[i + 1]);
    }
    int size = page.paging().size();
    if (size != ListQuery.USUAL_SIZE) {
      shared.put("size", Integer.toString(size));
    }
    return new ListView<>(
        page.rows(), page.total(), text, page.paging().number(), page.pages(), size, path, shared);
  }

  private String link(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(query);
    all.put(name, value);
    return path
        + all.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(each -> each.getKey() + "=" + LocalPath.encode(each.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  /** The link to one of its pages. */
  public String page(int wanted) {
    return link("page", Integer.toString(wanted));
  }

  /** The link to the same in another order. */
  public String sorted(String word) {
    return link("sort", word);
  }

  /** The link to the same with more or fewer rows on a page. */
  public String sized(int rows) {
    return link("size", Integer.toString(rows));
  }

  /** The numbers of rows that there are to choose. */
  public List<Integer> sizes() {
    return ListQuery.SIZES;
  }

  /** What is chosen in a filter, or what the order is; empty if nothing was. */
  public String chosen(String name) {
    return query.getOrDefault(name, "");
  }

  /** Whether something is searched for or filtered. */
  public boolean narrowed() {
    return query.entrySet().stream()
        .anyMatch(
            each ->
                !each.getKey().equals("sort")
                    && !each.getKey().equals("size")
                    && !each.getValue().isEmpty());
  }

  /** The first page, the last, and some around this one; 0 for those left out. */
  public List<Integer> pages() {
    return IntStream.rangeClosed(1, last)
        .filter(page -> page == 1 || page == last || Math.abs(page - number) <= AROUND + 1)
        .map(page -> page == 1 || page == last || Math.abs(page - number) <= AROUND ? page : 0)
        .boxed()
        .toList();
  }

  /** The page before, if there is one. */
  public @Nullable String previous() {
    return number > 1 ? page(Math.min(number - 1, last)) : null;
  }

  /** The page after, if there is one. */
  public @Nullable String next() {
    return number < last ? page(number + 1) : null;
  }
}

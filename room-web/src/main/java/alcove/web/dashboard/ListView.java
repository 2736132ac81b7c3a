package alcove.web.dashboard;

import alcove.room.model.Page;
import alcove.web.page.LocalPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a long list, as templates see it, and the links to its other pages.
 *
 * @param rows those of this page
 * @param total how many fit
 * @param text what is searched for
 * @param number which page this is, counted from 1
 * @param last the number of the last one
 * @param before what a link to one of them has before its number
 */
record ListView<T>(List<T> rows, int total, String text, int number, int last, String before) {
  /**
   * One of a page.
   *
   * @param path of the list
   * @param text what is searched for; empty where nothing can be
   * @param query names and values that all pages share, in turn
   */
  static <T> ListView<T> of(Page<T> page, String path, String text, String... query) {
    StringBuilder before = new StringBuilder(path).append('?');
    for (int i = 0; i < query.length; i += 2) {
      before.append(query[i]).append('=').append(LocalPath.encode(query[i + 1])).append('&');
    }
    return new ListView<>(
        page.rows(),
        page.total(),
        text,
        page.paging().number(),
        page.pages(),
        before.append("page=").toString());
  }

  /** The page before, if there is one. */
  public @Nullable String previous() {
    return number > 1 ? before + Math.min(number - 1, last) : null;
  }

  /** The page after, if there is one. */
  public @Nullable String next() {
    return number < last ? before + (number + 1) : null;
  }
}

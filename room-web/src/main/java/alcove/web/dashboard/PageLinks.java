package alcove.web.dashboard;

import alcove.room.model.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The links to the other pages of a long list.
 *
 * @param number which page this is, counted from 1
 * @param last the number of the last one
 * @param before what a link to one of them has before its number
 */
record PageLinks(int number, int last, String before) {
  /**
   * The links of a list.
   *
   * @param path of its first page
   * @param query names and values that all pages share, in turn
   */
  static PageLinks of(Page<?> page, String path, String... query) {
    StringBuilder before = new StringBuilder(path).append('?');
    for (int i = 0; i < query.length; i += 2) {
      before.append(query[i]).append('=').append(encode(query[i + 1])).append('&');
    }
    return new PageLinks(page.paging().number(), page.pages(), before.append("page=").toString());
  }

  /** A value as links carry it. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
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

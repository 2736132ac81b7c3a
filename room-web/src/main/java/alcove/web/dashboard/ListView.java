package alcove.web.dashboard;

import alcove.room.model.Page;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a long list, as templates see it.
 *
 * @param rows those of this page
 * @param total how many fit
 * @param text what is searched for
 */
record ListView<T>(List<T> rows, int total, String text, PageLinks pages) {
  /**
   * One of a page.
   *
   * @param path of the list
   * @param query names and values that all pages share beside the text, in turn
   */
  static <T> ListView<T> of(Page<T> page, String path, String text, String... query) {
    String[] all = Stream.concat(Stream.of("q", text), Stream.of(query)).toArray(String[]::new);
    return new ListView<>(page.rows(), page.total(), text, PageLinks.of(page, path, all));
  }
}

package alcove.web.dashboard;

import alcove.room.model.Page;
import java.util.List;

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
   */
  static <T> ListView<T> of(Page<T> page, String path, String text) {
    return new ListView<>(page.rows(), page.total(), text, PageLinks.of(page, path, "q", text));
  }
}

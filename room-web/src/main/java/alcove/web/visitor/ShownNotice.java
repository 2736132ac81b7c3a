package alcove.web.visitor;

import alcove.room.model.Notice;
import alcove.web.page.Excerpt;
import alcove.web.page.Language;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A notice on a page.
 *
 * @param html what its Markdown means; null if it is shown as it was typed
 * @param others the same in other languages
 */
record ShownNotice(Notice notice, @Nullable String html, List<Notice> others) {
  /**
   * A notice for a page.
   *
   * @param ofItsKind it and all others of its kind
   * @param html what its Markdown means; empty if it is shown as it was typed
   */
  static ShownNotice of(Notice notice, List<Notice> ofItsKind, Optional<String> html) {
    return new ShownNotice(
        notice,
        html.orElse(null),
        ofItsKind.stream().filter(each -> !each.equals(notice)).toList());
  }

  /** The beginning of it, if it is long, in the form that it is shown in. */
  public Optional<String> beginning() {
    return html == null ? Excerpt.ofText(notice.content()) : Excerpt.ofHtml(html);
  }

  /** The word for what it is about. */
  public String kind() {
    return notice.kind().word();
  }

  /** The language that a notice is written in. */
  public Language languageOf(Notice one) {
    return Language.of(one.language());
  }

  /** Its own path. */
  public String path() {
    return pathOf(notice);
  }

  /** The path of a notice. */
  public String pathOf(Notice one) {
    return "%s?kind=%s&language=%s".formatted(NoticeHandler.ONE, one.kind().word(), one.language());
  }
}

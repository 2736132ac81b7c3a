package alcove.web.visitor;

import alcove.room.model.Notice;
import alcove.web.page.Language;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A notice on a page.
 *
 * @param kind the word for what it is about
 * @param title may be empty
 * @param html what its Markdown means; null if it is shown as it was typed
 * @param typed its Markdown
 * @param others the same in other languages
 */
record ShownNotice(
    String kind,
    Tongue language,
    String title,
    @Nullable String html,
    String typed,
    List<Translation> others) {
  /** The language that something is written in, as {@code lang} and {@code dir} take it. */
  record Tongue(String tag, String direction) {
    private static Tongue of(Notice notice) {
      return new Tongue(notice.language(), Language.of(notice.language()).direction());
    }
  }

  /**
   * The way to the same in another language.
   *
   * @param name what those who speak it call it
   */
  record Translation(String path, Tongue language, String name) {
    private static Translation of(Notice notice) {
      return new Translation(
          "%s?kind=%s&language=%s"
              .formatted(NoticeHandler.ONE, notice.kind().word(), notice.language()),
          Tongue.of(notice),
          Language.of(notice.language()).name());
    }
  }

  /**
   * A notice for a page.
   *
   * @param ofItsKind it and all others of its kind
   * @param html what its Markdown means; empty if it is shown as it was typed
   */
  static ShownNotice of(Notice notice, List<Notice> ofItsKind, Optional<String> html) {
    return new ShownNotice(
        notice.kind().word(),
        Tongue.of(notice),
        notice.title(),
        html.orElse(null),
        notice.content(),
        ofItsKind.stream().filter(each -> !each.equals(notice)).map(Translation::of).toList());
  }
}

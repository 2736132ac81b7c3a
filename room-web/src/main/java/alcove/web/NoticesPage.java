package alcove.web;

import alcove.room.Notice;
import alcove.room.NoticeKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The page of all notices.
 *
 * @param name the room's
 */
record NoticesPage(String name, List<Text> notices) {
  /**
   * One notice.
   *
   * @param anchor by which links find its kind; null for all but the first of a kind
   * @param html what its Markdown means
   */
  record Text(@Nullable String anchor, String language, String title, String html) {}

  static NoticesPage of(String name, List<Notice> notices, Markdown markdown) {
    Set<NoticeKind> seen = EnumSet.noneOf(NoticeKind.class);
    return new NoticesPage(
        name,
        notices.stream()
            .map(
                notice ->
                    new Text(
                        seen.add(notice.kind()) ? notice.kind().word() : null,
                        notice.language(),
                        notice.title(),
                        markdown.html(notice.content())))
            .toList());
  }
}

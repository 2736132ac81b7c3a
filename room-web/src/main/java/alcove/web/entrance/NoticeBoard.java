package alcove.web.entrance;

import alcove.room.Notice;
import alcove.room.NoticeKind;
import alcove.room.Notices;
import alcove.room.Room;
import alcove.web.page.Markdown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The room's notices, each in the language that suits its reader best. Thread-safe; to make HTML of
 * a notice takes long, and is done once for each.
 */
final class NoticeBoard {
  private final Room room;
  private final Markdown markdown = new Markdown();
  private final Map<Notice, String> html = new ConcurrentHashMap<>();

  NoticeBoard(Room room) {
    this.room = room;
  }

  /**
   * One of each kind that there is.
   *
   * @param languages tags of those that the reader knows, the best first
   */
  List<ShownNotice> all(List<String> languages) {
    List<Notice> all = room.notices().list();
    return Stream.of(NoticeKind.values())
        .flatMap(kind -> best(all, kind, languages).stream())
        .toList();
  }

  /** The one of a kind, if there is any. */
  Optional<ShownNotice> best(NoticeKind kind, List<String> languages) {
    return best(room.notices().list(), kind, languages);
  }

  /** The one of a {@linkplain NoticeNumber number}, if there is any. */
  Optional<ShownNotice> numbered(long number, List<String> languages) {
    List<Notice> all = room.notices().list();
    return all.stream()
        .filter(each -> NoticeNumber.of(each) == number)
        .findFirst()
        .flatMap(notice -> best(all, notice.kind(), List.of(notice.language())))
        .or(() -> NoticeNumber.elsewhere(number).flatMap(kind -> best(all, kind, languages)));
  }

  private Optional<ShownNotice> best(List<Notice> all, NoticeKind kind, List<String> languages) {
    List<Notice> those = all.stream().filter(each -> each.kind() == kind).toList();
    return Notices.best(those, languages, room.settings().language())
        .map(notice -> ShownNotice.of(notice, those, html(notice, all)));
  }

  private String html(Notice notice, List<Notice> all) {
    html.keySet().retainAll(all);
    return html.computeIfAbsent(notice, one -> markdown.html(one.content()));
  }
}

package alcove.web.visitor;

import alcove.room.Room;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.notices.Notices;
import alcove.web.page.Typesetter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The room's notices, each in the language that suits its reader best. HTML is made once for each,
 * at the start or when it is first shown after it was written; one that takes too long, or is not
 * ready in a moment, is shown as it was typed. Thread-safe; never blocks.
 */
public final class NoticeBoard {
  private static final long MOMENT = Duration.ofSeconds(1).toMillis();

  private final Room room;
  private final Typesetter typesetter;
  private final Map<Notice, Future<Optional<String>>> html = new ConcurrentHashMap<>();

  public NoticeBoard(Room room, Typesetter typesetter) {
    this.room = room;
    this.typesetter = typesetter;
    room.notices().list().forEach(this::html);
  }

  /**
   * One of each kind that there is.
   *
   * @param languages tags of those that the reader knows, the best first
   */
  Future<List<ShownNotice>> all(List<String> languages) {
    List<Notice> all = room.notices().list();
    List<Future<Optional<ShownNotice>>> those =
        Stream.of(NoticeKind.values()).map(kind -> best(all, kind, languages)).toList();
    return Future.all(those)
        .map(_ -> those.stream().flatMap(each -> each.result().stream()).toList());
  }

  /** The one of a kind, if there is any. */
  Future<Optional<ShownNotice>> best(NoticeKind kind, List<String> languages) {
    return best(room.notices().list(), kind, languages);
  }

  /** The one of a {@linkplain NoticeNumber number}, if there is any. */
  Future<Optional<ShownNotice>> numbered(long number, List<String> languages) {
    List<Notice> all = room.notices().list();
    Optional<Notice> here =
        all.stream().filter(each -> NoticeNumber.of(each) == number).findFirst();
    if (here.isPresent()) {
      return best(all, here.get().kind(), List.of(here.get().language()));
    }
    Optional<NoticeKind> elsewhere = NoticeNumber.elsewhere(number);
    return elsewhere.isPresent()
        ? best(all, elsewhere.get(), languages)
        : Future.succeededFuture(Optional.empty());
  }

  private Future<Optional<ShownNotice>> best(
      List<Notice> all, NoticeKind kind, List<String> languages) {
    List<Notice> those = all.stream().filter(each -> each.kind() == kind).toList();
    Optional<Notice> best = Notices.best(those, languages, room.settings().language());
    if (best.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    if (html.size() > all.size()) {
      html.keySet().retainAll(all);
    }
    return html(best.get()).map(made -> Optional.of(ShownNotice.of(best.get(), those, made)));
  }

  /**
   * Empty if it is shown as it was typed. What failed because too many waited is tried again next
   * time.
   */
  private Future<Optional<String>> html(Notice notice) {
    Future<Optional<String>> made = html.computeIfAbsent(notice, this::make);
    return (made.isComplete() ? made : made.timeout(MOMENT, TimeUnit.MILLISECONDS))
        .recover(
            _ -> {
              html.computeIfPresent(notice, (_, last) -> last.failed() ? null : last);
              return Future.succeededFuture(Optional.empty());
            });
  }

  private Future<Optional<String>> make(Notice notice) {
    return typesetter
        .html(notice.content())
        .map(Optional::of)
        .recover(
            failure ->
                failure instanceof Typesetter.TooComplexException
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(failure));
  }
}

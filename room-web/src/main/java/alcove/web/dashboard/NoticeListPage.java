package alcove.web.dashboard;

import alcove.room.Notice;
import alcove.room.NoticeKind;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All notices, by what they are about.
 *
 * @param done the word for what was just done
 */
record NoticeListPage(List<Notice> notices, @Nullable String done) {
  /** What notices are about. */
  public List<String> kinds() {
    return Stream.of(NoticeKind.values()).map(NoticeKind::word).toList();
  }

  /** Those of one kind, in their languages. */
  public List<Notice> of(String kind) {
    return notices.stream().filter(each -> each.kind().word().equals(kind)).toList();
  }
}

package alcove.web.visitor;

import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of notices, which apps and the links of other rooms know them by. Ours have none, so
 * a number is made of what stays, and is far above those that another room gave out.
 */
final class NoticeNumber {
  /** With which notices, in English and German, every room of go-ssb-room begins. */
  private static final Map<Long, NoticeKind> OF_OTHER_ROOMS =
      Map.of(
          1L, NoticeKind.DESCRIPTION,
          2L, NoticeKind.NEWS,
          3L, NoticeKind.CODE_OF_CONDUCT,
          4L, NoticeKind.PRIVACY_POLICY,
          5L, NoticeKind.PRIVACY_POLICY,
          6L, NoticeKind.DESCRIPTION);

  private NoticeNumber() {}

  /** The number of a notice here. */
  static int of(Notice notice) {
    return (notice.kind().word() + "/" + notice.language()).hashCode() & Integer.MAX_VALUE;
  }

  /** What the notice of this number was about in another room, whose links live on. */
  static Optional<NoticeKind> elsewhere(long number) {
    return Optional.ofNullable(OF_OTHER_ROOMS.get(number));
  }
}

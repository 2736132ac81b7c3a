package alcove.web;

import alcove.room.Notice;
import alcove.room.NoticeKind;
import alcove.room.Room;
import alcove.room.StorageThreads;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What the room says to its visitors, in the JSON of other rooms and as a page. Thread-safe. */
final class NoticePages {
  private final Room room;
  private final StorageThreads storage;
  private final Markdown markdown = new Markdown();

  NoticePages(Site.Parts parts) {
    this.room = parts.room();
    this.storage = parts.storage();
  }

  Future<Answer> list(Visit visit) {
    return storage.run(
        () -> {
          List<Notice> notices = room.notices().list();
          return visit.wantsJson()
              ? Answer.json(json(notices))
              : Answer.page("notices", NoticesPage.of(room.settings().name(), notices, markdown));
        });
  }

  private static JsonObject json(List<Notice> notices) {
    JsonArray pinned = new JsonArray();
    for (NoticeKind kind : NoticeKind.values()) {
      pinned.add(new JsonObject().put("name", name(kind)).put("notices", ofKind(kind, notices)));
    }
    return new JsonObject().put("pinned_notices", pinned);
  }

  private static JsonArray ofKind(NoticeKind kind, List<Notice> notices) {
    JsonArray those = new JsonArray();
    for (Notice notice : notices) {
      if (notice.kind() == kind) {
        those.add(
            new JsonObject()
                .put("id", number(notice))
                .put("title", notice.title())
                .put("content", notice.content())
                .put("language", notice.language()));
      }
    }
    return those;
  }

  /** Apps expect a number that stays; ours have none, so it is made of what stays. */
  private static int number(Notice notice) {
    return (notice.kind().word() + "/" + notice.language()).hashCode() & Integer.MAX_VALUE;
  }

  private static String name(NoticeKind kind) {
    return switch (kind) {
      case DESCRIPTION -> "NoticeDescription";
      case NEWS -> "NoticeNews";
      case CODE_OF_CONDUCT -> "NoticeCodeOfConduct";
      case PRIVACY_POLICY -> "NoticePrivacyPolicy";
    };
  }
}

package alcove.web.entrance;

import alcove.room.NoticeKind;
import alcove.room.Presence;
import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.room.StorageThreads;
import alcove.web.http.Answer;
import alcove.web.http.Languages;
import alcove.web.http.SiteParts;
import alcove.web.http.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The front page. What the room says of itself at length is made HTML off the event loop.
 * Thread-safe.
 */
public final class Landing {
  private final Room room;
  private final Supplier<PublicAddress> address;
  private final Presence presence;
  private final StorageThreads storage;
  private final Languages languages;
  private final NoticeBoard board;

  public Landing(SiteParts parts, Languages languages) {
    this.room = parts.room();
    this.storage = parts.storage();
    this.languages = languages;
    this.board = new NoticeBoard(parts.room());
    this.address = parts.address();
    this.presence = parts.presence();
  }

  public Future<Answer> show(Visit visit) {
    if (!room.notices().kinds().contains(NoticeKind.DESCRIPTION)) {
      return Future.succeededFuture(page(null));
    }
    List<String> wanted = languages.wanted(visit);
    return storage.run(() -> page(board.best(NoticeKind.DESCRIPTION, wanted).orElse(null)));
  }

  private Answer page(@Nullable ShownNotice about) {
    return Answer.page(
        "landing",
        LandingPage.of(
            room.settings(), room.setup().hasAdmin(), address.get(), presence.online(), about));
  }
}

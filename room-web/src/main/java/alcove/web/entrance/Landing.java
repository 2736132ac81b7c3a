package alcove.web.entrance;

import alcove.room.NoticeKind;
import alcove.room.Presence;
import alcove.room.Room;
import alcove.web.http.Answer;
import alcove.web.http.Languages;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The front page. Thread-safe; never blocks. */
public final class Landing {
  private final Room room;
  private final Presence presence;
  private final Languages languages;
  private final NoticeBoard board;

  public Landing(WebContext web, Languages languages, NoticeBoard board) {
    this.room = web.room();
    this.languages = languages;
    this.board = board;
    this.presence = web.presence();
  }

  public Future<Answer> show(Visit visit) {
    return board
        .best(NoticeKind.DESCRIPTION, languages.wanted(visit))
        .map(about -> page(about.orElse(null)));
  }

  private Answer page(@Nullable ShownNotice about) {
    return Answer.page(
        "landing",
        new LandingPage(
            about,
            room.setup().hasAdmin(),
            room.settings().showOnline() ? presence.online() : null));
  }
}

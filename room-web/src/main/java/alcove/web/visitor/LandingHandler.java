package alcove.web.visitor;

import static alcove.web.http.Endpoint.get;

import alcove.room.Room;
import alcove.room.members.Presence;
import alcove.room.model.NoticeKind;
import alcove.web.http.Exchange;
import alcove.web.http.Languages;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The front page. Thread-safe; never blocks. */
public final class LandingHandler {
  private final Room room;
  private final Presence presence;
  private final Languages languages;
  private final NoticeBoard board;

  public LandingHandler(WebContext web, Languages languages, NoticeBoard board) {
    this.room = web.room();
    this.languages = languages;
    this.board = board;
    this.presence = web.presence();
  }

  public void addTo(Routes routes) {
    routes.at("/", get(RateLimit.LOOK_AT_PAGE, this::show));
  }

  private Future<Response> show(Exchange exchange) {
    return board
        .best(NoticeKind.DESCRIPTION, languages.wanted(exchange))
        .map(about -> page(about.orElse(null)));
  }

  private Response page(@Nullable ShownNotice about) {
    return Response.page(
        "landing",
        new LandingView(
            about,
            room.setup().hasAdmin(),
            room.settings().showOnline() ? presence.online() : null));
  }
}

package alcove.web.visitor;

import static alcove.web.http.Endpoint.get;

import alcove.room.apps.Platform;
import alcove.room.model.NoticeKind;
import alcove.web.http.Exchange;
import alcove.web.http.Languages;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.OfferedApp;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The front page. Thread-safe; never blocks. */
public record LandingHandler(WebContext web, Languages languages, NoticeBoard board) {
  public void addTo(Routes routes) {
    routes.at("/", get(RateLimit.LOOK_AT_PAGE, this::show));
  }

  private Future<Response> show(Exchange exchange) {
    return board
        .best(NoticeKind.DESCRIPTION, languages.wanted(exchange))
        .map(about -> page(about.orElse(null), exchange.platform()));
  }

  private Response page(@Nullable ShownNotice about, Optional<Platform> platform) {
    return Response.page(
            "landing",
            new LandingView(
                about,
                web.room().setup().hasAdmin(),
                Crowd.of(web),
                OfferedApp.all(web.room().apps().list(), platform)))
        .withoutSecrets();
  }

  /**
   * The landing page as its template sees it.
   *
   * @param about what the room says of itself at length; null if nothing
   * @param hasAdmin whether anybody runs the room yet
   * @param apps those that people here use
   */
  record LandingView(
      @Nullable ShownNotice about, boolean hasAdmin, Crowd crowd, List<OfferedApp> apps) {
    /** Where a text leads that is a link and nothing else; null if it is words. */
    public @Nullable String link(String text) {
      return PlainLink.of(text);
    }
  }
}

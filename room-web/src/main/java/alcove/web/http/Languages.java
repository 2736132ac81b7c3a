package alcove.web.http;

import alcove.room.Room;
import alcove.web.page.AcceptLanguage;
import alcove.web.page.ErrorPage;
import alcove.web.page.Language;
import alcove.web.page.LocalPath;
import alcove.web.page.Texts;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The language in which a visitor reads: the one chosen on a page, which a cookie remembers; or
 * what the browser asks for; or what the room's admins chose; or English. Hosts of aliases have no
 * cookies. Thread-safe.
 */
public final class Languages {
  private static final String COOKIE = "language";
  private static final Duration A_YEAR = Duration.ofDays(365);

  private final Room room;
  private final Cookies cookies;
  private final Texts texts;

  public Languages(WebContext web) {
    this.room = web.room();
    this.cookies = web.cookies();
    this.texts = web.texts();
  }

  /** The language for an answer to this visit. */
  public Language of(Exchange exchange) {
    return chosen(exchange)
        .or(
            () ->
                AcceptLanguage.best(
                    exchange.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE), texts))
        .or(() -> texts.nearest(room.settings().language()))
        .orElse(Language.ENGLISH);
  }

  /** All that the visitor reads, by tag, the best first: also those that pages are not there in. */
  public List<String> wanted(Exchange exchange) {
    return Stream.concat(
            chosen(exchange).map(Language::tag).stream(),
            AcceptLanguage.wanted(exchange.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE))
                .stream())
        .toList();
  }

  private Optional<Language> chosen(Exchange exchange) {
    return texts.language(cookies.get(exchange, COOKIE));
  }

  /**
   * Remembers the {@code language} of a form, and shows its {@code page} again, which is a path of
   * this site.
   */
  public Future<Response> choose(Exchange exchange, Fields form) throws HttpError {
    Optional<Language> language = form.get("language").flatMap(texts::language);
    Optional<String> page = form.get("page").filter(LocalPath::isOne);
    if (language.isEmpty() || page.isEmpty()) {
      throw new HttpError(400, ErrorPage.MALFORMED);
    }
    cookies.set(exchange, COOKIE, language.get().tag(), Optional.of(A_YEAR));
    return Future.succeededFuture(Response.see(page.get()));
  }
}

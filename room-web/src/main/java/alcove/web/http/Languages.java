package alcove.web.http;

import alcove.web.page.ErrorPage;
import alcove.web.page.Language;
import alcove.web.page.LocalPath;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The language in which a visitor reads: the one chosen on a page, which a cookie remembers; or
 * what the browser asks for; or what the room's admins chose; or English. Hosts of aliases have no
 * cookies. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4">RFC 9110, 12.5.4</a>
 */
public record Languages(WebContext web) {
  private static final String COOKIE = "language";
  private static final Duration A_YEAR = Duration.ofDays(365);

  /** How many of those that a browser names are looked at. */
  private static final int MOST = 32;

  /** The longest of these, in characters: tags have 35 (RFC 5646, 4.4.1), then comes the weight. */
  private static final int LONGEST = 48;

  /** The language for an answer to this visit. */
  public Language of(Exchange exchange) {
    return chosen(exchange)
        .or(() -> web.texts().nearest(ranges(exchange)))
        .or(() -> web.texts().nearest(web.room().settings().language()))
        .orElse(Language.ENGLISH);
  }

  /** All that the visitor reads, by tag, the best first: also those that pages are not there in. */
  public List<String> wanted(Exchange exchange) {
    return Stream.concat(
            chosen(exchange).map(Language::tag).stream(),
            ranges(exchange).stream()
                .filter(range -> range.getWeight() > 0)
                .map(LanguageRange::getRange))
        .toList();
  }

  /** What the browser asks for, the best first, but for what is not well written. */
  private static List<LanguageRange> ranges(Exchange exchange) {
    String header = exchange.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE);
    return header == null
        ? List.of()
        : Stream.of(header.split(",", MOST + 1))
            .limit(MOST)
            .flatMap(Languages::range)
            .sorted(Comparator.comparingDouble(LanguageRange::getWeight).reversed())
            .toList();
  }

  private static Stream<LanguageRange> range(String text) {
    try {
      return text.length() > LONGEST ? Stream.empty() : LanguageRange.parse(text).stream();
    } catch (IllegalArgumentException malformed) {
      return Stream.empty();
    }
  }

  private Optional<Language> chosen(Exchange exchange) {
    return web.texts().language(web.cookies().get(exchange, COOKIE));
  }

  /**
   * Remembers the {@code language} of a form, and shows its {@code page} again, which is a path of
   * this site.
   */
  public Future<Response> choose(Exchange exchange, Fields form) throws HttpError {
    Optional<Language> language = form.get("language").flatMap(web.texts()::language);
    Optional<String> page = form.get("page").filter(LocalPath::isOne);
    if (language.isEmpty() || page.isEmpty()) {
      throw new HttpError(ErrorPage.MALFORMED);
    }
    web.cookies().set(exchange, COOKIE, language.get().tag(), Optional.of(A_YEAR));
    return Future.succeededFuture(Response.see(page.get()));
  }
}

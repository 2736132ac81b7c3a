package alcove.web;

import alcove.room.PublicAddress;
import alcove.room.Room;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * In which language a visitor reads: the one chosen on a page, which a cookie remembers; or what
 * the browser asks for; or what the room's admins chose; or English. Hosts of aliases have no
 * cookies. Thread-safe.
 */
final class Languages {
  private static final String COOKIE = "language";
  private static final Duration A_YEAR = Duration.ofDays(365);

  private final Room room;
  private final Supplier<PublicAddress> address;
  private final Texts texts;

  Languages(Site.Parts parts) {
    this.room = parts.room();
    this.address = parts.address();
    this.texts = parts.texts();
  }

  /** The language for an answer to this visit. */
  Language of(Visit visit) {
    return chosen(visit)
        .or(
            () ->
                AcceptLanguage.best(visit.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE), texts))
        .or(() -> texts.nearest(room.settings().language()))
        .orElse(Language.ENGLISH);
  }

  private Optional<Language> chosen(Visit visit) {
    return visit.aliasHost().isPresent()
        ? Optional.empty()
        : Optional.ofNullable(visit.request().getCookie(cookieName()))
            .flatMap(cookie -> texts.language(cookie.getValue()));
  }

  private String cookieName() {
    return address.get().isSecure() ? "__Host-" + COOKIE : COOKIE;
  }

  /**
   * Remembers the {@code language} of a form, and shows its {@code page} again, which is a path of
   * this site.
   */
  Future<Answer> choose(Visit visit) {
    return visit.form().compose(form -> choose(visit, form));
  }

  private Future<Answer> choose(Visit visit, Fields form) {
    Optional<Language> language = form.get("language").flatMap(texts::language);
    Optional<String> page = form.get("page").filter(Languages::isLocal);
    if (language.isEmpty() || page.isEmpty()) {
      return Future.failedFuture(new Rejection(400, ErrorPage.MALFORMED));
    }
    visit.response().addCookie(remember(language.get()));
    return Future.succeededFuture(new Answer.See(page.get()));
  }

  private Cookie remember(Language language) {
    return Cookie.cookie(cookieName(), language.tag())
        .setPath("/")
        .setMaxAge(A_YEAR.toSeconds())
        .setSecure(address.get().isSecure())
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.LAX);
  }

  /** Whether browsers take {@code page} for a path of the site they are on. */
  static boolean isLocal(String page) {
    return page.startsWith("/")
        && !page.startsWith("//")
        && page.indexOf('\\') < 0
        && page.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}

package alcove.web.http;

import alcove.web.page.ErrorPage;
import java.time.Duration;
import java.util.Optional;

/** A request that the site does not take to the room, because of how or from where it comes. */
public final class HttpError extends Exception {
  private final ErrorPage page;
  private final Optional<Duration> retryAfter;

  private HttpError(ErrorPage page, Optional<Duration> retryAfter) {
    super(page.word(), null, false, false);
    this.page = page;
    this.retryAfter = retryAfter;
  }

  /** One that says this, for people and programs alike. */
  public HttpError(ErrorPage page) {
    this(page, Optional.empty());
  }

  /** One that comes when the server is about to stop; the next one starts in a moment. */
  public static HttpError stopping() {
    return new HttpError(ErrorPage.BUSY, Optional.of(Duration.ofSeconds(5)));
  }

  /** One that needs the registry, which cannot be reached. */
  static HttpError away() {
    return new HttpError(ErrorPage.BUSY, Optional.of(Duration.ofSeconds(5)));
  }

  /** One that is a matter of time. */
  public static HttpError tooMany(Duration retryAfter) {
    return new HttpError(ErrorPage.TOO_MANY, Optional.of(retryAfter));
  }

  /** What it says. */
  ErrorPage page() {
    return page;
  }

  /** When to try again, if it is a matter of time. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}

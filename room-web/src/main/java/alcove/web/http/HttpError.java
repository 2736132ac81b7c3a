package alcove.web.http;

import alcove.web.page.ErrorPage;
import java.time.Duration;
import java.util.Optional;

/** A request that the site does not take to the room, because of how or from where it comes. */
public final class HttpError extends Exception {
  private final int status;
  private final int statusOfJson;
  private final ErrorPage page;
  private final Optional<Duration> retryAfter;

  private HttpError(int status, int statusOfJson, ErrorPage page, Optional<Duration> retryAfter) {
    super(page.word(), null, false, false);
    this.status = status;
    this.statusOfJson = statusOfJson;
    this.page = page;
    this.retryAfter = retryAfter;
  }

  /** One with this status, for people and programs alike. */
  public HttpError(int status, ErrorPage page) {
    this(status, status, page, Optional.empty());
  }

  /** One whose text apps are meant to show; of another status than 200 they read no text. */
  private static HttpError toldByApps(int status, ErrorPage page) {
    return new HttpError(status, 200, page, Optional.empty());
  }

  /** One for what others could have listened to. */
  public static HttpError needsHttps() {
    return toldByApps(403, ErrorPage.NEEDS_HTTPS);
  }

  /** One that comes when the server is about to stop; the next one starts in a moment. */
  public static HttpError stopping() {
    return new HttpError(503, 503, ErrorPage.BUSY, Optional.of(Duration.ofSeconds(5)));
  }

  /** One that is a matter of time. */
  public static HttpError tooMany(Duration retryAfter) {
    return new HttpError(429, 429, ErrorPage.TOO_MANY, Optional.of(retryAfter));
  }

  /** The status of a page that says so. */
  int status() {
    return status;
  }

  /** The status of a JSON document that says so. */
  int statusOfJson() {
    return statusOfJson;
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

package alcove.web.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * The headers that all answers have for browsers: pages load nothing from elsewhere, are shown in
 * no other page, get nothing of the device, and are not for other sites to look into.
 */
public final class SecurityHeaders {
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
          + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private static final String PERMISSIONS_POLICY =
      "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(),"
          + " gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(),"
          + " serial=(), usb=()";

  private SecurityHeaders() {}

  /** Puts those that every answer has. */
  public static void put(HttpServerResponse response) {
    response
        .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Permissions-Policy", PERMISSIONS_POLICY)
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
  }

  /** Puts what an encrypted answer has: for a year the browser comes by nothing else. */
  public static void putStrictTransport(HttpServerResponse response) {
    response.putHeader("Strict-Transport-Security", "max-age=31536000");
  }

  /** Answers what the parser could not read, with the status that it has for that. */
  public static void turnDown(HttpServerRequest unreadable) {
    put(unreadable.response());
    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(unreadable);
  }
}

package alcove.web.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;

/**
 * The gate that turns down what HTTP forbids and the parser lets through. Where two programs could
 * understand one request differently, a proxy in front may have let through what it meant to keep
 * out. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>, sections 2.3, 3.2 and 6.1
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>, section 8.3.1
 */
public final class Conformance implements Handler<HttpServerRequest> {
  private static final int FINE = 0;

  /** Of an extended CONNECT (RFC 8441), which this server does not speak. */
  private static final String PROTOCOL = ":protocol";

  /** How long a client may still send that was turned down, so that it hears of that. */
  private static final Duration LINGERING = Duration.ofSeconds(2);

  private final Handler<HttpServerRequest> next;

  /** Hands on to {@code next} what is fine. */
  public Conformance(Handler<HttpServerRequest> next) {
    this.next = next;
  }

  @Override
  public void handle(HttpServerRequest request) {
    int status = status(request);
    if (status == FINE) {
      next.handle(request);
    } else if (!request.response().ended()) {
      refuse(request, status);
    }
  }

  /** Where it ends is not certain by HTTP/1.1, so the connection ends with it. */
  private static void refuse(HttpServerRequest request, int status) {
    SecurityHeaders.put(request.response());
    endConnection(request);
    request.response().setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end();
  }

  /**
   * Has the connection end with the answer to a request that was turned down, and take no other
   * until then. By HTTP/2 the stream ends with it anyway, and others go on.
   */
  public static void endConnection(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
      request.connection().shutdown(LINGERING);
    }
  }

  /** To other versions than 1.0 and 1.1 Vert.x says 501 as soon as it is asked which it is. */
  private static int status(HttpServerRequest request) {
    if (request.version() == null) {
      return 505;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      return isGoodStream(request) ? FINE : 400;
    }
    if (!hasOneHost(request)) {
      return 400;
    }
    return hasKnownCodings(request) ? FINE : 501;
  }

  /** Who asks by HTTP/1.0, as some watchers do, may say none. */
  private static boolean hasOneHost(HttpServerRequest request) {
    return switch (request.headers().getAll(HttpHeaders.HOST).size()) {
      case 0 -> request.version() != HttpVersion.HTTP_1_1;
      case 1 -> true;
      default -> false;
    };
  }

  /**
   * Netty has looked at names, lengths and what belongs to a connection, and Vert.x at whether
   * {@code Host} says another host than {@code :authority}.
   */
  private static boolean isGoodStream(HttpServerRequest request) {
    return !request.method().equals(HttpMethod.CONNECT)
        && !request.headers().contains(PROTOCOL)
        && request.authority() != null
        && request.headers().getAll(HttpHeaders.HOST).size() <= 1
        && request.uri().startsWith("/")
        && "https".equals(request.scheme());
  }

  private static boolean hasKnownCodings(HttpServerRequest request) {
    List<String> lines = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    return lines.isEmpty()
        || (lines.size() == 1 && lines.getFirst().strip().equalsIgnoreCase("chunked"));
  }
}

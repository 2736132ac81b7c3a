package alcove.web.http;

import alcove.address.ClientAddress;
import alcove.address.TrustedProxies;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that requests and WebSockets come from. Warns once of forwarded headers that come
 * from elsewhere than a trusted proxy, so there is one of these for the whole program. Thread-safe.
 */
public final class ClientAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(ClientAddresses.class);
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final TrustedProxies trusted;
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Believes the headers of {@code trusted}. */
  public ClientAddresses(TrustedProxies trusted) {
    this.trusted = trusted;
  }

  /** The client that made {@code request}. */
  public ClientAddress of(HttpServerRequest request) {
    return of(request.remoteAddress(), request.headers());
  }

  /** Whether a request came encrypted: by our own TLS, or by that of a trusted proxy. */
  public boolean cameByTls(HttpServerRequest request) {
    return request.isSSL() || forwarded(request).filter("https"::equalsIgnoreCase).isPresent();
  }

  /** Whether a trusted proxy says that a request came to it in the clear. */
  public boolean cameInTheClear(HttpServerRequest request) {
    return !request.isSSL() && forwarded(request).filter("http"::equalsIgnoreCase).isPresent();
  }

  private Optional<String> forwarded(HttpServerRequest request) {
    var socket = request.remoteAddress();
    var text = socket == null ? null : socket.hostAddress();
    return trusted.isTrusted(trusted.direct(text))
        ? Optional.ofNullable(request.getHeader("X-Forwarded-Proto"))
        : Optional.empty();
  }

  /** The client at the other end of {@code socket}. */
  public ClientAddress of(ServerWebSocket socket) {
    return of(socket.remoteAddress(), socket.headers());
  }

  private ClientAddress of(@Nullable SocketAddress socket, MultiMap headers) {
    var lines = headers.getAll(FORWARDED_FOR);
    var text = socket == null ? null : socket.hostAddress();
    if (!lines.isEmpty() && !trusted.isTrusted(trusted.direct(text))) {
      warnOnce();
    }
    return trusted.client(text, lines);
  }

  private void warnOnce() {
    if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "ignoring {} from a client that is no trusted proxy; --trusted-proxy names those that are"
              + " believed; said once",
          FORWARDED_FOR);
    }
  }
}

package alcove.app;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Tells those who want to become a WebSocket from visitors of the site, and refuses them as RFC
 * 6455 has it (4.2.1): who speaks another version of it is told ours, and whoever's request is no
 * good for it gets a 400. Confined to the connection's event loop.
 */
record WebSocketUpgrades(Handler<HttpServerRequest> site, Handler<ServerWebSocket> sockets)
    implements Handler<HttpServerRequest> {
  private static final String VERSION = "13";
  private static final int KEY_LENGTH = 16;
  private static final int ENCODED_KEY_LENGTH = 24;

  @Override
  public void handle(HttpServerRequest request) {
    if (!names(request, HttpHeaders.UPGRADE, "websocket")) {
      site.handle(request);
    } else if (!isGood(request)) {
      request.response().setStatusCode(HttpResponseStatus.BAD_REQUEST.code()).end();
    } else if (!List.of(VERSION)
        .equals(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      request
          .response()
          .setStatusCode(HttpResponseStatus.UPGRADE_REQUIRED.code())
          .putHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION)
          .putHeader(HttpHeaders.UPGRADE, "websocket")
          .end();
    } else {
      request.toWebSocket().onSuccess(sockets);
    }
  }

  private static boolean isGood(HttpServerRequest request) {
    boolean hixie = !request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
    return request.method().equals(HttpMethod.GET)
        && request.version() == HttpVersion.HTTP_1_1
        && names(request, HttpHeaders.CONNECTION, "upgrade")
        && request.headers().getAll(HttpHeaders.HOST).size() == 1
        && (hixie || hasKey(request));
  }

  private static boolean names(HttpServerRequest request, CharSequence header, String token) {
    return request.headers().getAll(header).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .anyMatch(each -> each.strip().toLowerCase(Locale.ROOT).equals(token));
  }

  private static boolean hasKey(HttpServerRequest request) {
    List<String> keys = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    try {
      return keys.size() == 1
          && keys.getFirst().length() == ENCODED_KEY_LENGTH
          && Base64.getDecoder().decode(keys.getFirst()).length == KEY_LENGTH;
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }
}

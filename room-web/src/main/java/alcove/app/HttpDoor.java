package alcove.app;

import alcove.door.Http2Guard;
import alcove.door.Http2Limits;
import alcove.door.HttpSocket;
import alcove.tls.ServerKeys;
import alcove.tls.TlsEngine;
import alcove.tunnel.TunnelServer;
import alcove.web.http.ClientAddresses;
import alcove.web.http.Conformance;
import alcove.web.http.SecurityHeaders;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP listener of one event loop: requests go to the web site, WebSockets on any path to the
 * peers' room.
 */
final class HttpDoor extends VerticleBase {
  /** Which random port, for all instances; the peers' listeners have the first. */
  private static final int RANDOM_PORT = 2;

  private static final int RANDOM_TLS_PORT = 3;

  private static final int MAX_WEB_SOCKET_FRAME = 128 << 10;

  /** Before a newcomer has to be done with TLS. */
  private static final int TLS_SECONDS = 10;

  /** For what is being written when it closes. */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  /** Longer than a silent peer is left in peace before it has to give a sign of life. */
  private static final int READ_IDLE_SECONDS = 120;

  private final SocketAddress address;
  private final TunnelServer peers;
  private final ClientAddresses clients;
  private final Handler<HttpServerRequest> site;
  private final Optional<ServerKeys> keys;
  private final AtomicInteger actualPort;
  private @Nullable HttpServer server;

  private HttpDoor(
      SocketAddress address,
      TunnelServer peers,
      ClientAddresses clients,
      Handler<HttpServerRequest> site,
      Optional<ServerKeys> keys,
      AtomicInteger actualPort) {
    this.address = address;
    this.peers = peers;
    this.clients = clients;
    this.site = site;
    this.keys = keys;
    this.actualPort = actualPort;
  }

  /**
   * Listens on {@code host:port}, once on each of {@code eventLoops}, so that WebSockets spread.
   *
   * @param port 0 for any free one
   * @param keys with which it speaks TLS, if it does
   * @return the port; fails when the address cannot be had
   */
  static Future<Integer> open(
      Vertx vertx,
      String host,
      int port,
      int eventLoops,
      TunnelServer peers,
      ClientAddresses clients,
      Handler<HttpServerRequest> site,
      Optional<ServerKeys> keys) {
    SocketAddress address =
        port == 0
            ? SocketAddress.sharedRandomPort(keys.isEmpty() ? RANDOM_PORT : RANDOM_TLS_PORT, host)
            : SocketAddress.inetSocketAddress(port, host);
    AtomicInteger actualPort = new AtomicInteger();
    return vertx
        .deployVerticle(
            () -> new HttpDoor(address, peers, clients, site, keys, actualPort),
            new DeploymentOptions().setInstances(eventLoops))
        .map(deployed -> actualPort.get());
  }

  /** Peers send ciphertext, which compression only makes longer, in messages of a box or two. */
  private HttpServerOptions options() {
    var options = plainOptions();
    keys.ifPresent(
        each ->
            Http2Limits.DEFAULT
                .applyTo(options)
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setSslEngineOptions(new TlsEngine(each))
                .setKeyCertOptions(KeyCertOptions.wrap(each))
                .setSslHandshakeTimeout(TLS_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS));
    return options;
  }

  /** No HTTP/2 without TLS either: it would come past the rules of a proxy that passes it on. */
  private static HttpServerOptions plainOptions() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(MAX_WEB_SOCKET_FRAME)
        .setMaxWebSocketMessageSize(MAX_WEB_SOCKET_FRAME)
        .setTcpKeepAlive(true)
        .setReadIdleTimeout(READ_IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  @Override
  public Future<HttpServer> start() {
    HttpServer opened = vertx.createHttpServer(options());
    server = opened;
    return opened
        .connectionHandler(each -> Http2Guard.guard(each, Http2Limits.DEFAULT))
        .requestHandler(new Conformance(new WebSocketUpgrades(site, this::accept)))
        .invalidRequestHandler(SecurityHeaders::turnDown)
        .listen(address)
        .onSuccess(listening -> actualPort.set(listening.actualPort()));
  }

  /** What is on its way gets out. */
  @Override
  public Future<?> stop() {
    return server == null ? Future.succeededFuture() : server.shutdown(LAST_WORDS);
  }

  /** From here on it is counted as a peer's. */
  private void accept(ServerWebSocket socket) {
    peers.accept(socket, (ContextInternal) context, clients.of(socket));
    HttpSocket.of(socket).ifPresent(HttpSocket::leave);
  }

  /** Notes when a request is there and when it is answered, and goes on. By HTTP/2 others do. */
  static void noteRequest(RoutingContext request) {
    HttpSocket.of(request.request())
        .filter(_ -> request.request().version() != HttpVersion.HTTP_2)
        .ifPresent(
            socket -> {
              socket.begin();
              request.addEndHandler(_ -> socket.end());
            });
    request.next();
  }
}

package alcove.tunnel.net;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.function.Supplier;

/**
 * The ways out to servers, over TCP and over WebSocket. Thread-safe; any number of dialers share
 * one, which matters to a program that is thousands of peers. A socket lives on the event loop of
 * the context that asked for it.
 */
public final class ClientSockets implements AutoCloseable {
  private static final int MAX_FRAME = 1 << 20;

  private final Vertx vertx;
  private final NetClient tcp;
  private final WebSocketClient webSockets;

  /** Sockets on the event loops of {@code vertx}. */
  public ClientSockets(Vertx vertx) {
    this.vertx = vertx;
    this.tcp = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.webSockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setTryUsePerMessageCompression(false)
                .setMaxFrameSize(MAX_FRAME)
                .setMaxMessageSize(MAX_FRAME));
  }

  /** Dials a {@code net:host:port} address. */
  Future<Wire> tcp(String host, int port) {
    return dial(() -> tcp.connect(port, host)).map(TcpWire::new);
  }

  /** Dials a {@code ws:} or {@code wss:} URL. */
  Future<Wire> webSocket(String url) {
    return dial(() -> webSockets.connect(new WebSocketConnectOptions().setAbsoluteURI(url)))
        .map(
            socket -> {
              ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
              return new WebSocketWire(socket, context.nettyEventLoop());
            });
  }

  /** Vert.x throws where its client is closed. */
  private static <T> Future<T> dial(Supplier<Future<T>> client) {
    try {
      return client.get();
    } catch (IllegalStateException closed) {
      return Future.failedFuture(closed);
    }
  }

  /** Dials nothing any more: whatever is dialed from now on fails. */
  @Override
  public void close() {
    tcp.close();
    webSockets.close();
  }
}

package alcove.tunnel.net;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.SessionLimits;
import alcove.tunnel.shs.ClientHandshake;
import alcove.tunnel.shs.ServerHandshake;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.BiConsumer;

/**
 * Makes connections as one peer: over TCP, over WebSocket, and inside a tunnel in either role.
 * Thread-safe.
 */
public final class PeerDialer {
  /** A connection that ended before it was open. */
  public static final class ConnectException extends Exception {
    private static final long serialVersionUID = 1L;

    private final CloseReason reason;

    ConnectException(CloseReason reason) {
      super("connection closed: " + reason);
      this.reason = reason;
    }

    /** Why it ended. */
    public CloseReason reason() {
      return reason;
    }
  }

  private final ClientSockets sockets;
  private final Crypto crypto;
  private final AppKey appKey;
  private final FeedKeyPair self;
  private final PeerLoops loops;
  private final HandshakePool pool;
  private final ProcedureTable<PeerConnection> procedures;
  private final BiConsumer<PeerConnection, CloseReason> onClosed;

  /**
   * A dialer for one identity.
   *
   * @param sockets may be shared with other dialers; stay open until nobody uses them any more
   * @param procedures what the peers it connects to may call
   * @param onClosed told when a connection that was open is over, on its event loop
   */
  public PeerDialer(
      ClientSockets sockets,
      PeerLoops loops,
      HandshakePool pool,
      Crypto crypto,
      AppKey appKey,
      FeedKeyPair self,
      ProcedureTable<PeerConnection> procedures,
      BiConsumer<PeerConnection, CloseReason> onClosed) {
    this.sockets = sockets;
    this.loops = loops;
    this.pool = pool;
    this.crypto = crypto;
    this.appKey = appKey;
    this.self = self;
    this.procedures = procedures;
    this.onClosed = onClosed;
  }

  /** Dials a {@code net:host:port} address. */
  public Future<PeerConnection> dial(String host, int port, FeedId server) {
    return sockets.tcp(host, port).compose(wire -> dial(wire, server));
  }

  /** Dials a {@code ws:} or {@code wss:} URL. */
  public Future<PeerConnection> dialWebSocket(String url, FeedId server) {
    return sockets.webSocket(url).compose(wire -> dial(wire, server));
  }

  /**
   * Shakes hands as the client on a wire that is there already. Called on the wire's event loop.
   */
  public Future<PeerConnection> dial(Wire wire, FeedId server) {
    ClientHandshake handshake = new ClientHandshake(crypto, appKey, self, server);
    return open(wire, new ClientSteps(handshake, server));
  }

  /**
   * Shakes hands as the server on a wire that is there already. Called on the wire's event loop.
   */
  public Future<PeerConnection> accept(Wire wire, Admission admission) {
    return open(wire, new ServerSteps(new ServerHandshake(crypto, appKey, self), admission));
  }

  private Future<PeerConnection> open(Wire wire, HandshakeSteps steps) {
    Promise<PeerConnection> promise = Promise.promise();
    PeerConnection.Setup setup =
        new PeerConnection.Setup(
            crypto,
            pool,
            peer -> procedures,
            SessionLimits.CLIENT,
            Deadlines.DEFAULT,
            new Caller(promise, onClosed));
    new PeerConnection(wire, loops.of(wire.eventLoop()), setup, steps).start();
    return promise.future();
  }

  /** Turns the events of a connection into the future that its caller waits for. */
  private record Caller(
      Promise<PeerConnection> promise, BiConsumer<PeerConnection, CloseReason> onClosed)
      implements PeerConnection.Owner {
    @Override
    public void opened(PeerConnection connection) {
      promise.complete(connection);
    }

    @Override
    public void closed(PeerConnection connection, CloseReason reason) {
      if (!promise.tryFail(new ConnectException(reason))) {
        onClosed.accept(connection, reason);
      }
    }

    @Override
    public void gone(PeerConnection connection) {
      // Nobody waits for that.
    }
  }
}

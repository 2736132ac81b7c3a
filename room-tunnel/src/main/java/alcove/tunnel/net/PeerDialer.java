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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

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

  /** How long a handshake may take for who has no wish of its own. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

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

  /**
   * Dials a {@code net:host:port} address.
   *
   * @param patience how long the handshake may take, from the moment when the socket is open
   */
  public Future<PeerConnection> dial(String host, int port, FeedId server, Duration patience) {
    return sockets.tcp(host, port).compose(wire -> dial(wire, server, patience));
  }

  /** Dials a {@code ws:} or {@code wss:} URL, with the same patience. */
  public Future<PeerConnection> dialWebSocket(String url, FeedId server, Duration patience) {
    return sockets.webSocket(url).compose(wire -> dial(wire, server, patience));
  }

  /**
   * Shakes hands as the client on a wire that is there already. Called on the wire's event loop.
   */
  public Future<PeerConnection> dial(Wire wire, FeedId server, Duration patience) {
    ClientHandshake handshake = new ClientHandshake(crypto, appKey, self, server);
    return open(wire, new ClientSteps(handshake, server), patience);
  }

  /**
   * Shakes hands as the server on a wire that is there already. Called on the wire's event loop.
   */
  public Future<PeerConnection> accept(Wire wire, Predicate<FeedId> admission) {
    ServerHandshake handshake = new ServerHandshake(crypto, appKey, self);
    return open(wire, new ServerSteps(handshake, admission), PATIENCE);
  }

  private Future<PeerConnection> open(Wire wire, HandshakeSteps steps, Duration patience) {
    Promise<PeerConnection> promise = Promise.promise();
    ConnectionSetup setup =
        new ConnectionSetup(
            crypto,
            pool,
            peer -> procedures,
            SessionLimits.CLIENT,
            Deadlines.DEFAULT,
            new Caller(promise, onClosed));
    PeerConnection connection = new PeerConnection(wire, loops.of(wire.eventLoop()), setup, steps);
    var giveUp =
        wire.eventLoop()
            .schedule(
                () -> connection.evict(CloseReason.HANDSHAKE_TIMEOUT),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    connection.start();
    return promise.future().onComplete(done -> giveUp.cancel(false));
  }

  /** Turns the events of a connection into the future that its caller waits for. */
  private record Caller(
      Promise<PeerConnection> promise, BiConsumer<PeerConnection, CloseReason> onClosed)
      implements ConnectionOwner {
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
  }
}

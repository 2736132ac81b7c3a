package alcove.tunnel.net;

import alcove.address.ClientAddress;
import alcove.address.TrustedProxies;
import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.SessionLimits;
import alcove.tunnel.shs.ServerHandshake;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The two doors through which peers come in: a TCP listener on each event loop, and WebSockets that
 * an HTTP server hands over. Thread-safe.
 */
public final class PeerServer {
  /**
   * Where peers come in over TCP.
   *
   * @param port 0 for any free one
   * @param trusted the proxies that may stand in front
   * @param proxyProtocol whether all connections come from one of them, and begin with what PROXY
   *     protocol v2 says of the peer
   */
  public record TcpDoor(String host, int port, TrustedProxies trusted, boolean proxyProtocol) {
    /** A door that peers come to by themselves. */
    public static TcpDoor of(String host, int port) {
      return new TcpDoor(host, port, new TrustedProxies(List.of()), false);
    }
  }

  private static final int ACCEPT_BACKLOG = 4096;

  private final Vertx vertx;
  private final PeerLoops loops;
  private final AppKey appKey;
  private final FeedKeyPair room;
  private final Predicate<FeedId> admission;
  private final ConnectionLimiter limiter;
  private final ConnectionSetup setup;
  private final LongAdder turnedAway = new LongAdder();
  private final AtomicInteger actualPort = new AtomicInteger();
  private @Nullable String deployment;
  private volatile boolean stopping;
  private volatile boolean shut;

  /**
   * A server that is not listening yet.
   *
   * @param admission whether a peer that has just proved its identity may come in; thread-safe, and
   *     quick: it is asked in the middle of each handshake
   * @param procedures what each peer may call
   * @param owner told of every connection that was opened or that closes
   */
  public PeerServer(
      Vertx vertx,
      PeerLoops loops,
      Crypto crypto,
      AppKey appKey,
      FeedKeyPair room,
      Predicate<FeedId> admission,
      Function<FeedId, ProcedureTable<PeerConnection>> procedures,
      ConnectionLimiter.Limits limits,
      Deadlines deadlines,
      HandshakePool pool,
      ConnectionOwner owner) {
    this.vertx = vertx;
    this.loops = loops;
    this.appKey = appKey;
    this.room = room;
    this.admission = admission;
    this.limiter = new ConnectionLimiter(limits, loops.clock());
    this.setup =
        new ConnectionSetup(
            crypto, pool, procedures, SessionLimits.ROOM, deadlines, counting(owner));
  }

  private ConnectionOwner counting(ConnectionOwner owner) {
    return new ConnectionOwner() {
      @Override
      public void opened(PeerConnection connection) {
        limiter.handshakeOver(connection);
        owner.opened(connection);
        if (isClosed()) {
          connection.close(CloseReason.STOPPED);
        }
      }

      @Override
      public void hungUp(PeerConnection connection) {
        owner.hungUp(connection);
      }

      @Override
      public void closed(PeerConnection connection, CloseReason reason) {
        limiter.handshakeOver(connection);
        owner.closed(connection, reason);
      }

      @Override
      public void gone(PeerConnection connection) {
        limiter.closed(connection);
        owner.gone(connection);
      }
    };
  }

  /**
   * Listens at {@code door}, once on each of {@code eventLoops}, so that connections spread.
   *
   * @return the port; fails when the address cannot be had
   */
  public Future<Integer> listen(TcpDoor door, int eventLoops) {
    NetServerOptions options =
        new NetServerOptions()
            .setHost(door.host())
            // A negative port is any free one, but the same for all instances.
            .setPort(door.port() == 0 ? -1 : door.port())
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setAcceptBacklog(ACCEPT_BACKLOG);
    ProxyAdmission proxies = new ProxyAdmission(door.trusted(), limiter);
    DeploymentOptions instances = new DeploymentOptions().setInstances(eventLoops);
    return vertx
        .deployVerticle(() -> _ -> listen(options, door, proxies), instances)
        .map(
            id -> {
              deployment = id;
              return actualPort.get();
            });
  }

  /** On one event loop; the port. */
  private Future<Integer> listen(NetServerOptions options, TcpDoor door, ProxyAdmission proxies) {
    return vertx
        .createNetServer(options)
        .connectHandler(socket -> accept(socket, door, proxies))
        .listen()
        .map(NetServer::actualPort)
        .onSuccess(actualPort::set);
  }

  /**
   * Takes in a peer that comes by WebSocket; called on the context that the socket lives on.
   *
   * @param client where the peer comes from, which the socket alone does not tell behind a proxy
   */
  public void accept(ServerWebSocket socket, ContextInternal context, ClientAddress client) {
    accept(new WebSocketWire(socket, context.nettyEventLoop()), client);
  }

  /** Takes in a peer that comes by {@code wire} from {@code client}; called on its event loop. */
  public void accept(Wire wire, ClientAddress client) {
    PeerConnection connection = newcomer(wire);
    admit(connection, connection, wire, client);
  }

  private void accept(NetSocket socket, TcpDoor door, ProxyAdmission proxies) {
    Wire wire = new TcpWire(socket);
    SocketAddress from = socket.remoteAddress();
    ClientAddress client = door.trusted().direct(from == null ? null : from.hostAddress());
    if (door.proxyProtocol() && !proxies.mayConnect(client)) {
      turnAway(wire);
      return;
    }
    PeerConnection connection = newcomer(wire);
    admit(
        connection,
        door.proxyProtocol()
            ? new ProxiedReceiver(connection, proxies.gate(connection, client))
            : connection,
        wire,
        client);
  }

  private void turnAway(Wire wire) {
    turnedAway.increment();
    wire.reset();
  }

  private PeerConnection newcomer(Wire wire) {
    ServerHandshake handshake = new ServerHandshake(setup.crypto(), appKey, room);
    return new PeerConnection(
        wire, loops.of(wire.eventLoop()), setup, new ServerSteps(handshake, admission));
  }

  private void admit(
      PeerConnection connection, Wire.Receiver front, Wire wire, ClientAddress client) {
    if (isClosed()) {
      wire.reset();
      return;
    }
    connection.limitBy(client.limitKey());
    switch (limiter.admit(connection, client.limitKey())) {
      case ConnectionLimiter.Verdict.TooMany tooMany -> turnAway(wire);
      case ConnectionLimiter.Verdict.Admitted admitted -> {
        PeerConnection evicted = admitted.evicted();
        if (evicted != null) {
          evict(evicted, CloseReason.EVICTED);
        }
        connection.start(front);
      }
    }
  }

  /** Handshakes that are not done. */
  public int pendingHandshakes() {
    return limiter.pending();
  }

  /** Sockets of all kinds, also those whose handshake is not done. */
  public int sockets() {
    return limiter.connections();
  }

  /**
   * Sockets that were reset at the door since the start: too many came from there or altogether, or
   * they came past the proxies.
   */
  public long turnedAway() {
    return turnedAway.sum();
  }

  private boolean isClosed() {
    return stopping || shut;
  }

  /** Takes nobody in any more, nor those whose handshake is not done; connections live on. */
  public void refuseNewcomers() {
    stopping = true;
    turnOutShaking();
  }

  /** The same until {@link #open}. */
  public void shut() {
    shut = true;
    turnOutShaking();
  }

  /** Takes newcomers in again, unless it stops. */
  public void open() {
    shut = false;
  }

  private void turnOutShaking() {
    limiter.shaking().forEach(each -> evict(each, CloseReason.STOPPED));
  }

  private static void evict(PeerConnection connection, CloseReason reason) {
    connection.loop().eventLoop().execute(() -> connection.evict(reason));
  }

  /** Closes the TCP listeners, and with them all connections that came through them. */
  public Future<Void> close() {
    String id = deployment;
    deployment = null;
    return id == null ? Future.succeededFuture() : vertx.undeploy(id);
  }
}

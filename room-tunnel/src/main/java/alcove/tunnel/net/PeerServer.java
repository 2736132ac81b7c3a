package alcove.tunnel.net;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.SessionLimits;
import alcove.tunnel.shs.ServerHandshake;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The two doors through which peers come in: a TCP listener on each event loop, and WebSockets that
 * an HTTP server hands over. Thread-safe.
 */
public final class PeerServer {
  /**
   * How much a room takes on.
   *
   * @param pendingHandshakes under way at once; beyond it the oldest silent socket makes way
   * @param connections at once
   * @param connectionsPerAddress at once; loopback addresses are exempt
   * @param newConnectionsPerSecond from one address in the long run
   * @param newConnectionBurst from one address at once
   */
  public record Limits(
      int pendingHandshakes,
      int connections,
      int connectionsPerAddress,
      int newConnectionsPerSecond,
      int newConnectionBurst) {
    /** What a room takes on unless its operator says otherwise. */
    public static final Limits DEFAULT = new Limits(4096, 10_000, 32, 4, 64);
  }

  private static final int ACCEPT_BACKLOG = 4096;
  private static final int IPV6_NETWORK = 8;

  private final Vertx vertx;
  private final PeerLoops loops;
  private final AppKey appKey;
  private final FeedKeyPair room;
  private final Admission admission;
  private final Newcomers newcomers;
  private final PeerConnection.Setup setup;
  private final AtomicInteger actualPort = new AtomicInteger();
  private @Nullable String deployment;
  private volatile boolean stopping;

  /**
   * A server that is not listening yet.
   *
   * @param procedures what each peer may call
   * @param owner told of every connection that was opened or that closes
   */
  public PeerServer(
      Vertx vertx,
      PeerLoops loops,
      Crypto crypto,
      AppKey appKey,
      FeedKeyPair room,
      Admission admission,
      Function<FeedId, ProcedureTable<PeerConnection>> procedures,
      Limits limits,
      Deadlines deadlines,
      HandshakePool pool,
      PeerConnection.Owner owner) {
    this.vertx = vertx;
    this.loops = loops;
    this.appKey = appKey;
    this.room = room;
    this.admission = admission;
    this.newcomers =
        new Newcomers(
            new Newcomers.Limits(
                limits.pendingHandshakes(),
                limits.connections(),
                limits.connectionsPerAddress(),
                limits.newConnectionsPerSecond(),
                limits.newConnectionBurst()),
            System::nanoTime);
    this.setup =
        new PeerConnection.Setup(
            crypto, pool, procedures, SessionLimits.ROOM, deadlines, counting(owner));
  }

  private PeerConnection.Owner counting(PeerConnection.Owner owner) {
    return new PeerConnection.Owner() {
      @Override
      public void opened(PeerConnection connection) {
        newcomers.handshakeOver(connection);
        owner.opened(connection);
        if (stopping) {
          connection.close(CloseReason.STOPPED);
        }
      }

      @Override
      public void closed(PeerConnection connection, CloseReason reason) {
        newcomers.handshakeOver(connection);
        owner.closed(connection, reason);
      }

      @Override
      public void gone(PeerConnection connection) {
        newcomers.closed(connection);
        owner.gone(connection);
      }
    };
  }

  /**
   * Listens on {@code host:port}, once on each of {@code eventLoops}, so that connections spread.
   *
   * @param port 0 for any free one
   * @return the port; fails when the address cannot be had
   */
  public Future<Integer> listen(String host, int port, int eventLoops) {
    NetServerOptions options =
        new NetServerOptions()
            .setHost(host)
            // A negative port is any free one, but the same for all instances.
            .setPort(port == 0 ? -1 : port)
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setAcceptBacklog(ACCEPT_BACKLOG);
    DeploymentOptions instances = new DeploymentOptions().setInstances(eventLoops);
    return vertx
        .deployVerticle(() -> new TcpDoor(options), instances)
        .map(
            id -> {
              deployment = id;
              return actualPort.get();
            });
  }

  /** Takes in a peer that comes by WebSocket; called on the context that the socket lives on. */
  public void accept(ServerWebSocket socket, ContextInternal context) {
    EventLoop eventLoop = context.nettyEventLoop();
    accept(new WebSocketWire(socket, eventLoop), socket.remoteAddress());
  }

  private void accept(Wire wire, @Nullable SocketAddress from) {
    if (stopping) {
      wire.reset();
      return;
    }
    ServerHandshake handshake = new ServerHandshake(setup.crypto(), appKey, room);
    PeerConnection connection =
        new PeerConnection(
            wire, loops.of(wire.eventLoop()), setup, new ServerSteps(handshake, admission));
    switch (newcomers.admit(connection, limitedAddress(from))) {
      case Newcomers.Verdict.TooMany tooMany -> wire.reset();
      case Newcomers.Verdict.Admitted admitted -> {
        PeerConnection evicted = admitted.evicted();
        if (evicted != null) {
          evict(evicted, CloseReason.EVICTED);
        }
        connection.start();
      }
    }
  }

  /** The address that limits go by, a whole /64 for IPv6; null for one that is exempt. */
  private static @Nullable String limitedAddress(@Nullable SocketAddress from) {
    String text = from == null ? null : from.hostAddress();
    byte[] bytes = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null || isLoopback(bytes)) {
      return null;
    }
    return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, IPV6_NETWORK));
  }

  private static boolean isLoopback(byte[] address) {
    try {
      return InetAddress.getByAddress(address).isLoopbackAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Handshakes that are not done. */
  public int pendingHandshakes() {
    return newcomers.pending();
  }

  /** Sockets of all kinds, also those whose handshake is not done. */
  public int sockets() {
    return newcomers.connections();
  }

  /** Takes nobody in any more, nor those whose handshake is not done; connections live on. */
  public void refuseNewcomers() {
    stopping = true;
    newcomers.shaking().forEach(each -> evict(each, CloseReason.STOPPED));
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

  /** A listener on one event loop. */
  private final class TcpDoor extends VerticleBase {
    private final NetServerOptions options;

    TcpDoor(NetServerOptions options) {
      this.options = options;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createNetServer(options)
          .connectHandler(socket -> accept(new TcpWire(socket), socket.remoteAddress()))
          .listen()
          .onSuccess(server -> actualPort.set(server.actualPort()));
    }
  }
}

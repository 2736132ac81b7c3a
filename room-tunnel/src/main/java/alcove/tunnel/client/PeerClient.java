package alcove.tunnel.client;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.MalformedException;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.ClientSockets;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.HandshakePool;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerDialer;
import alcove.tunnel.net.PeerLoops;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One peer: an identity that connects to rooms and, through them, to other peers. Thread-safe; what
 * it hands out belongs to the event loop of the connection.
 */
public final class PeerClient {
  /** Decides what happens with a tunnel that someone opens to this peer. */
  @FunctionalInterface
  public interface TunnelHandler {
    /**
     * Takes the tunnel; sets its receiver at once. {@code origin} is who the room says has called.
     */
    void accept(FeedId origin, TunnelStream stream);
  }

  private final FeedKeyPair self;
  private final PeerDialer dialer;
  private final PeerDialer inner;
  private volatile @Nullable TunnelHandler tunnelHandler;

  /**
   * A peer that is connected to nobody.
   *
   * @param sockets shared by all peers of a program, and so is what follows
   * @param procedures what other peers may call through tunnels with {@link #acceptInner}
   * @param onClosed told when an open connection is over, on its event loop
   */
  public PeerClient(
      ClientSockets sockets,
      PeerLoops loops,
      HandshakePool pool,
      Crypto crypto,
      AppKey appKey,
      FeedKeyPair self,
      ProcedureTable<PeerConnection> procedures,
      BiConsumer<PeerConnection, CloseReason> onClosed) {
    this.self = self;
    this.dialer = new PeerDialer(sockets, loops, pool, crypto, appKey, self, offered(), onClosed);
    this.inner = new PeerDialer(sockets, loops, pool, crypto, appKey, self, procedures, onClosed);
  }

  private ProcedureTable<PeerConnection> offered() {
    return ProcedureTable.<PeerConnection>builder()
        .add(
            "tunnel.ping",
            Procedure.sync(
                (caller, args) -> Future.succeededFuture(Reply.of(System.currentTimeMillis()))))
        .add("tunnel.connect", Procedure.selfCountingDuplex(this::offer))
        .build();
  }

  private SubstreamReceiver offer(PeerConnection room, ArrayNode args, Substream substream)
      throws CallException {
    TunnelHandler handler = tunnelHandler;
    JsonNode wish = args.path(0);
    FeedId origin;
    FeedId target;
    try {
      origin = FeedId.parse(wish.path("origin").asText(""));
      target = FeedId.parse(wish.path("target").asText(""));
    } catch (MalformedException malformed) {
      throw new CallException("connect: expected feed ids as origin and target");
    }
    if (handler == null || !target.equals(self.id())) {
      throw new CallException("connect: not taking tunnels");
    }
    TunnelStream stream = TunnelStream.accept(room, substream);
    handler.accept(origin, stream);
    return stream;
  }

  /** Who this is. */
  public FeedId id() {
    return self.id();
  }

  /** Connects to {@code server} over TCP. */
  public Future<PeerConnection> connect(String host, int port, FeedId server) {
    return connect(host, port, server, PeerDialer.PATIENCE);
  }

  /** The same for who waits so long for the handshake and no longer. */
  public Future<PeerConnection> connect(String host, int port, FeedId server, Duration patience) {
    return dialer.dial(host, port, server, patience);
  }

  /** Connects to {@code server} over WebSocket. */
  public Future<PeerConnection> connectWebSocket(String url, FeedId server) {
    return connectWebSocket(url, server, PeerDialer.PATIENCE);
  }

  /** The same for who waits so long for the handshake and no longer. */
  public Future<PeerConnection> connectWebSocket(String url, FeedId server, Duration patience) {
    return dialer.dialWebSocket(url, server, patience);
  }

  /** Takes tunnels from now on; without it they are refused. */
  public void onTunnel(TunnelHandler handler) {
    tunnelHandler = handler;
  }

  /** Opens a tunnel through {@code room} and shakes hands with {@code target} inside it. */
  public Future<PeerConnection> connectThrough(PeerConnection room, FeedId target) {
    // Nothing can come before the tunnel's wire receives, and that is told when it starts.
    TunnelStream stream = TunnelStream.open(room, target, null);
    return inner.dial(new TunnelWire(stream), target, PeerDialer.PATIENCE);
  }

  /** Shakes hands inside a tunnel that someone opened to this peer. */
  public Future<PeerConnection> acceptInner(TunnelStream stream) {
    return inner.accept(new TunnelWire(stream), peer -> true);
  }
}

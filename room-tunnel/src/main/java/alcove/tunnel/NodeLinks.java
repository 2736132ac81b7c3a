package alcove.tunnel;

import alcove.tunnel.link.Link;
import alcove.tunnel.link.LinkDialer;
import alcove.tunnel.link.LinkLimits;
import alcove.tunnel.link.LinkListener;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.link.LinkReceiver;
import alcove.tunnel.link.LinkRegister;
import alcove.tunnel.link.LinkRequest;
import alcove.tunnel.net.PeerLoop;
import alcove.tunnel.net.TlsSockets;
import alcove.tunnel.net.Wire;
import alcove.tunnel.splice.OtherNodes;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** The links between this node and the others, both ways. Thread-safe. */
public final class NodeLinks implements OtherNodes {
  private final String self;
  private final LongSupplier generation;
  private final LongFunction<Future<Void>> catchUp;
  private final LinkRegister register;
  private final TlsSockets sockets;
  private final LinkDialer dialer;
  private final EventLoopGroup loops;

  /**
   * Links of a node that does not listen yet.
   *
   * @param self the name of this node, 1 to 64 bytes
   * @param own the key by which the nodes of this room know each other
   * @param trusted who lets that key in, and no other
   * @param generation see {@link OtherNodes#generation}
   * @param catchUp see {@link OtherNodes#caughtUp}
   * @param limits how many there may be
   */
  public NodeLinks(
      Vertx vertx,
      String self,
      X509KeyManager own,
      X509TrustManager trusted,
      LongSupplier generation,
      LongFunction<Future<Void>> catchUp,
      LinkLimits limits) {
    this.self = self;
    this.generation = generation;
    this.catchUp = catchUp;
    this.loops = ((VertxInternal) vertx).nettyEventLoopGroup();
    this.register = new LinkRegister(limits);
    this.sockets = new TlsSockets(vertx, own, trusted, limits.accepted(), limits.strangers());
    this.dialer = new LinkDialer(sockets, register);
  }

  /**
   * Listens for the other nodes, once on each of {@code eventLoops}, and has {@code server} lead
   * their tunnels on.
   *
   * @param port 0 for any free one
   * @return the port; fails when the address cannot be had
   */
  public Future<Integer> listen(TunnelServer server, String host, int port, int eventLoops) {
    return new LinkListener(sockets, server.loops(), register, server.tunnels().acceptor())
        .listen(host, port, eventLoops);
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public long generation() {
    return generation.getAsLong();
  }

  @Override
  public Future<Void> caughtUp(long generation) {
    return catchUp.apply(generation);
  }

  @Override
  public Link open(LinkNode node, PeerLoop loop, LinkRequest request, LinkReceiver receiver) {
    return dialer.open(node, loop, request, receiver);
  }

  /**
   * Tries whether a node lets this one in for tunnels; on any thread. Fails if it does not in time.
   */
  public Future<Void> reach(LinkNode node, Duration patience) {
    return sockets
        .dial(node.host(), node.port(), loops.next())
        .onSuccess(Wire::close)
        .<Void>mapEmpty()
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Breaks all tunnels to and from a node that has left the room or is gone; any thread. */
  public void gone(String node) {
    register.gone(node);
  }

  /** Links that are not over, of all nodes. */
  public int size() {
    return register.size();
  }

  /** Sockets that other nodes, or strangers, have to this one. */
  public int accepted() {
    return sockets.accepted();
  }

  /** Breaks all tunnels to and from other nodes, and takes no more. */
  public Future<Void> close() {
    register.clear();
    return sockets.close();
  }
}

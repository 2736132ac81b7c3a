package alcove.door;

import alcove.address.ClientAddress;
import alcove.address.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees every socket that a listener accepts, before anything else does: those of the HTTP doors are
 * counted. When the system gives no more of them, the listener rests for a second, and the log says
 * so once a minute. Thread-safe.
 */
@ChannelHandler.Sharable
public final class Doorway extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Doorway.class);
  private static final long REST_MILLIS = 1000;
  private static final long BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

  private final OptionalLong files;
  private final HttpSockets sockets;
  private final TrustedProxies trusted;
  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
  private final AtomicLong warned = new AtomicLong(System.nanoTime() - BETWEEN_WARNINGS);

  /**
   * A doorway that no port is behind yet.
   *
   * @param files how many this process may have open, if it can be told
   * @param trusted proxies, whose sockets are many people's
   */
  public Doorway(OptionalLong files, TrustedProxies trusted) {
    this.files = files;
    this.sockets = new HttpSockets(HttpLimits.of(files));
    this.trusted = trusted;
  }

  /** How many peers there can be, with the files there are. */
  public int peers(FileDemand demand) {
    int most = demand.peers(files);
    if (!demand.isMet(files)) {
      LOG.warn(
          "room for {} peers, not {}: this process may have {} files open (ulimit -n)",
          most,
          demand.wanted(),
          files.orElse(0));
    }
    return most;
  }

  /** How many links with other nodes there can be, with the files there are. */
  public int links(FileDemand demand) {
    return demand.links(files);
  }

  /** How many sockets there are at the HTTP doors. */
  public int sockets() {
    return sockets.size();
  }

  /** From now on counts what comes to {@code port}, which is an HTTP door's. */
  public void guard(int port) {
    ports.add(port);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Channel newcomer
        && isGuarded(context.channel())
        && !sockets.admit(newcomer, client(newcomer).limitKey())) {
      newcomer.unsafe().closeForcibly();
    } else {
      context.fireChannelRead(message);
    }
  }

  private boolean isGuarded(Channel listener) {
    return listener.localAddress() instanceof InetSocketAddress at && ports.contains(at.getPort());
  }

  private ClientAddress client(Channel newcomer) {
    SocketAddress from = newcomer.remoteAddress();
    @Nullable String text =
        from instanceof InetSocketAddress internet && internet.getAddress() != null
            ? internet.getAddress().getHostAddress()
            : null;
    return trusted.direct(text);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (context.channel().config().isAutoRead()) {
      context.channel().config().setAutoRead(false);
      var _ =
          context
              .executor()
              .schedule(
                  () -> context.channel().config().setAutoRead(true),
                  REST_MILLIS,
                  TimeUnit.MILLISECONDS);
    }
    long now = System.nanoTime();
    long last = warned.get();
    if (now - last >= BETWEEN_WARNINGS && warned.compareAndSet(last, now)) {
      LOG.warn(
          "no newcomer can be let in for a moment: {}; raise the number of files that this process"
              + " may open (LimitNOFILE of the service, ulimit -n); said once a minute",
          cause.getMessage());
    }
  }
}

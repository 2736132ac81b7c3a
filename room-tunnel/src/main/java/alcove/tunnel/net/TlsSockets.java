package alcove.tunnel.net;

import io.netty.channel.EventLoop;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets between the nodes of a room, by TLS 1.3, in which each side proves who it is.
 * Thread-safe.
 *
 * <p>A socket counts from the moment it is accepted, so strangers who never shake hands are bounded
 * as well; nothing is said to them, or of them.
 */
public final class TlsSockets {
  private static final Logger LOG = LoggerFactory.getLogger(TlsSockets.class);
  private static final int CONNECT_MILLIS = 5000;
  private static final int HANDSHAKE_SECONDS = 10;
  private static final int ACCEPT_BACKLOG = 1024;

  /** Negative ports are any free ones, but the same for all who ask for the same. */
  private static final int ANY_PORT = -2;

  private final VertxInternal vertx;
  private final X509KeyManager own;
  private final X509TrustManager trusted;
  private final int most;
  private final int mostStrangers;
  private final NetClient client;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger strangers = new AtomicInteger();
  private final AtomicInteger actualPort = new AtomicInteger();
  private volatile String deployment = "";

  /**
   * Sockets on the event loops of {@code vertx}.
   *
   * @param own the key by which we prove who we are, in both roles
   * @param trusted who decides whether the other side is one of us, in both roles
   * @param most sockets that are accepted at once
   * @param mostStrangers of these, those whose handshake is not done
   */
  public TlsSockets(
      Vertx vertx, X509KeyManager own, X509TrustManager trusted, int most, int mostStrangers) {
    this.vertx = (VertxInternal) vertx;
    this.own = own;
    this.trusted = trusted;
    this.most = most;
    this.mostStrangers = mostStrangers;
    this.client =
        vertx.createNetClient(
            new NetClientOptions()
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSslEngineOptions(engine()));
  }

  /**
   * TLS in native code where that is there; AES in Java would cost thirty times as much with the
   * compiler that the launcher chooses. Signatures and key agreements take milliseconds, which
   * tunnels need not wait for.
   */
  private static SSLEngineOptions engine() {
    return OpenSSLEngineOptions.isAvailable()
        ? new OpenSSLEngineOptions().setUseWorkerThread(true)
        : new JdkSSLEngineOptions().setUseWorkerThread(true);
  }

  private <T extends SSLOptions> T withKeys(T options) {
    options
        .setKeyCertOptions(KeyCertOptions.wrap(own))
        .setTrustOptions(TrustOptions.wrap(trusted))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    return options;
  }

  /** Connects, shakes hands, and completes on {@code loop}, where the wire lives. */
  public Future<Wire> dial(String host, int port, EventLoop loop) {
    ConnectOptions options =
        new ConnectOptions()
            .setHost(host)
            .setPort(port)
            .setSsl(true)
            .setSslOptions(
                // What counts is the key; addresses of nodes are nobody's names.
                withKeys(new ClientSSLOptions()).setHostnameVerificationAlgorithm(""));
    Promise<Wire> dialed = Promise.promise();
    vertx
        .contextBuilder()
        .withEventLoop(loop)
        .build()
        .runOnContext(start -> client.connect(options).<Wire>map(TcpWire::new).onComplete(dialed));
    return dialed.future();
  }

  /**
   * Listens, once on each of {@code eventLoops}.
   *
   * @param port 0 for any free one
   * @param onWire gets each wire whose handshake is done, on its event loop
   * @return the port; fails when the address cannot be had
   */
  public Future<Integer> listen(String host, int port, int eventLoops, Consumer<Wire> onWire) {
    NetServerOptions options =
        new NetServerOptions()
            .setHost(host)
            .setPort(port == 0 ? ANY_PORT : port)
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setAcceptBacklog(ACCEPT_BACKLOG)
            .setSslEngineOptions(engine());
    ServerSSLOptions tls = withKeys(new ServerSSLOptions()).setClientAuth(ClientAuth.REQUIRED);
    return vertx
        .deployVerticle(
            () ->
                _ ->
                    vertx
                        .createNetServer(options)
                        .connectHandler(socket -> accept(socket, tls, onWire))
                        .listen()
                        .map(NetServer::actualPort)
                        .onSuccess(actualPort::set),
            new DeploymentOptions().setInstances(eventLoops))
        .map(
            id -> {
              deployment = id;
              return actualPort.get();
            });
  }

  private void accept(NetSocket socket, ServerSSLOptions tls, Consumer<Wire> onWire) {
    var channel = ((NetSocketInternal) socket).channelHandlerContext();
    AtomicBoolean isStranger = new AtomicBoolean(true);
    int all = accepted.incrementAndGet();
    boolean tooMany = strangers.incrementAndGet() > mostStrangers || all > most;
    var _ =
        channel
            .channel()
            .closeFuture()
            .addListener(
                gone -> {
                  accepted.decrementAndGet();
                  noStranger(isStranger);
                });
    if (tooMany) {
      Channels.reset(channel);
      return;
    }
    socket.exceptionHandler(failure -> Channels.reset(channel));
    socket
        .upgradeToSsl(tls)
        .onSuccess(
            done -> {
              noStranger(isStranger);
              onWire.accept(new TcpWire(socket));
            })
        .onFailure(
            stranger -> {
              LOG.debug("a handshake between nodes failed: {}", stranger.getMessage());
              Channels.reset(channel);
            });
  }

  private void noStranger(AtomicBoolean isStranger) {
    if (isStranger.compareAndSet(true, false)) {
      strangers.decrementAndGet();
    }
  }

  /** Sockets that are accepted, also those whose handshake is not done. */
  public int accepted() {
    return accepted.get();
  }

  /** Closes the listeners, and with them all that came through them, and what was dialed. */
  public Future<Void> close() {
    String id = deployment;
    deployment = "";
    Future<Void> closed = id.isEmpty() ? Future.succeededFuture() : vertx.undeploy(id);
    return closed.compose(done -> client.close());
  }
}

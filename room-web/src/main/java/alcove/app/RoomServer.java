package alcove.app;

import alcove.identity.FeedId;
import alcove.identity.RoomInviteCode;
import alcove.room.PrivacyMode;
import alcove.room.RoomDescription;
import alcove.room.Standing;
import alcove.room.Standings;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.Deadlines;
import alcove.tunnel.net.PeerServer;
import alcove.tunnel.splice.TunnelLimits;
import alcove.web.ClientAddresses;
import alcove.web.Doorplate;
import alcove.web.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The listeners and all that stands behind them. Started once, stopped once.
 *
 * <p>A port that cannot be opened fails the start with a {@link StartupException} that says which
 * and why.
 */
final class RoomServer {
  /** As many as there are processors: each listens, and carries the connections it accepted. */
  private static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();

  private static final Standings OPEN_TO_ALL =
      new Standings() {
        @Override
        public PrivacyMode privacyMode() {
          return PrivacyMode.OPEN;
        }

        @Override
        public Standing of(FeedId peer) {
          return Standing.EXTERNAL;
        }
      };

  private final RoomConfig config;
  private final Identity identity;
  private final Vertx vertx;
  private final TunnelServer peers;

  RoomServer(RoomConfig config, Identity identity) {
    this.config = config;
    this.identity = identity;
    this.vertx = Vertx.builder().with(options()).build();
    var description = new RoomDescription(config.name(), "");
    this.peers =
        new TunnelServer(
            vertx,
            identity.crypto(),
            config.appKey(),
            identity.keys(),
            RoomInviteCode.guest(identity.crypto()).id(),
            OPEN_TO_ALL,
            () -> description,
            limits(config.limits()));
  }

  /** What it runs on, for the log: the cryptography, and {@code nio} where there is no epoll. */
  String description() {
    var transport = vertx.isNativeTransportEnabled() ? "epoll" : "nio";
    return "crypto %s, transport %s".formatted(identity.crypto().description(), transport);
  }

  /** Completes when connections are accepted. */
  Future<OpenPorts> start() {
    var network = config.network();
    var host = ListenFailure.host(network);
    return ListenFailure.explain(
            peers.listen(
                new PeerServer.TcpDoor(
                    host, network.ssbPort(), network.trusted(), network.proxyProtocol()),
                EVENT_LOOPS),
            Setting.SSB_PORT,
            network.ssbPort(),
            network)
        .compose(ssbPort -> openHttp(host, ssbPort).map(port -> new OpenPorts(ssbPort, port)));
  }

  private Future<Integer> openHttp(String host, int ssbPort) {
    var network = config.network();
    var door = new AtomicReference<Doorplate>();
    var router = Site.router(vertx, door::get, peers.presence());
    var clients = new ClientAddresses(network.trusted());
    var opening =
        HttpDoor.open(vertx, host, network.httpPort(), EVENT_LOOPS, peers, clients, router)
            .onSuccess(httpPort -> door.set(doorplate(new OpenPorts(ssbPort, httpPort))));
    return ListenFailure.explain(opening, Setting.HTTP_PORT, network.httpPort(), network);
  }

  private Doorplate doorplate(OpenPorts ports) {
    return new Doorplate(config.name(), Addresses.of(config, ports, identity.keys().id()));
  }

  /** Says goodbye to everybody and closes what is open. */
  Future<Void> stop() {
    return peers.stop().eventually(vertx::close);
  }

  private static TunnelServer.Limits limits(RoomConfig.Limits chosen) {
    var connections = PeerServer.Limits.DEFAULT;
    var tunnels = TunnelLimits.ofThisMachine();
    return new TunnelServer.Limits(
        new PeerServer.Limits(
            chosen.pendingHandshakes(),
            chosen.connections(),
            chosen.connectionsPerAddress(),
            connections.newConnectionsPerSecond(),
            connections.newConnectionBurst()),
        new TunnelLimits(
            chosen.tunnelsPerPeer(),
            chosen.tunnelsPerPeer(),
            chosen.pendingTunnelsPerTarget(),
            chosen.newTunnelsPerSecond(),
            chosen.tunnelBurst(),
            tunnels.mark(),
            tunnels.sharedMark(),
            tunnels.scarceMark(),
            tunnels.budget(),
            tunnels.answer(),
            tunnels.stall(),
            tunnels.slowWindow(),
            tunnels.slowRate(),
            tunnels.strikes(),
            tunnels.penalty()),
        Deadlines.DEFAULT);
  }

  private static VertxOptions options() {
    return new VertxOptions()
        .setPreferNativeTransport(true)
        .setEventLoopPoolSize(EVENT_LOOPS)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }
}

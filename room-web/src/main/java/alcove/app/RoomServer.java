package alcove.app;

import alcove.identity.RoomInviteCode;
import alcove.ops.doctor.Doctor;
import alcove.ops.doctor.Patient;
import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.room.SelfVisits;
import alcove.room.StorageThreads;
import alcove.store.Database;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.Deadlines;
import alcove.tunnel.net.PeerServer;
import alcove.tunnel.procedures.ServedRoom;
import alcove.tunnel.splice.TunnelLimits;
import alcove.web.ClientAddresses;
import alcove.web.Site;
import alcove.web.Texts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The listeners and all that stands behind them. Started once, stopped once.
 *
 * <p>A port that cannot be opened fails the start with a {@link StartupException} that says which
 * and why.
 */
final class RoomServer {
  /** As many as there are processors: each listens, and carries the connections it accepted. */
  static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();

  /** Where in the data directory an operator's own texts are. */
  private static final String TEXTS = "texts";

  private final RoomConfig config;
  private final Identity identity;
  private final Room room;
  private final StorageThreads storage;
  private final StorageThreads hashing;
  private final Vertx vertx;
  private final TunnelServer peers;
  private final SelfVisits selfVisits = new SelfVisits(System::nanoTime);
  private volatile boolean stopping;

  /** As far as it is known before the ports are open, which may be any free ones. */
  private volatile PublicAddress address;

  /** A server of {@code room} on {@code vertx}, which it will close. */
  RoomServer(
      RoomConfig config,
      Identity identity,
      Room room,
      StorageThreads storage,
      StorageThreads hashing,
      Vertx vertx) {
    this.config = config;
    this.identity = identity;
    this.room = room;
    this.storage = storage;
    this.hashing = hashing;
    this.vertx = vertx;
    this.address = address(OpenPorts.chosen(config.network()));
    this.peers =
        new TunnelServer(
            vertx,
            identity.crypto(),
            config.appKey(),
            identity.keys(),
            RoomInviteCode.guest(identity.crypto()).id(),
            ServedRoom.of(room, storage, this::aliasLink),
            limits(config.limits()));
  }

  private String aliasLink(String alias) {
    return address.alias(room.settings().aliasForm(), alias);
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
        .compose(ssbPort -> openSite(host, ssbPort))
        .onSuccess(ports -> address = address(ports));
  }

  private Future<OpenPorts> openSite(String host, int ssbPort) {
    var network = config.network();
    var clients = new ClientAddresses(network.trusted());
    var router = router(clients);
    return openDoor(host, Setting.HTTP_PORT, network.httpPort(), clients, router, Optional.empty())
        .compose(
            http ->
                network.tls().isEmpty()
                    ? Future.succeededFuture(new OpenPorts(ssbPort, http))
                    : openTls(host, network.tls().get(), clients, router)
                        .map(https -> new OpenPorts(ssbPort, http, Optional.of(https))));
  }

  private Future<Integer> openTls(
      String host, RoomConfig.Tls tls, ClientAddresses clients, Router router) {
    return vertx
        .executeBlocking(() -> Certificate.load(vertx, tls))
        .onSuccess(Certificate::watch)
        .compose(
            certificate ->
                openDoor(
                    host,
                    Setting.HTTPS_PORT,
                    tls.port(),
                    clients,
                    router,
                    Optional.ofNullable(certificate)));
  }

  private Future<Integer> openDoor(
      String host,
      Setting setting,
      int port,
      ClientAddresses clients,
      Router router,
      Optional<Certificate> certificate) {
    var opening =
        HttpDoor.open(vertx, host, port, EVENT_LOOPS, peers, clients, router, certificate);
    return ListenFailure.explain(opening, setting, port, config.network());
  }

  private Router router(ClientAddresses clients) {
    return Site.router(
        vertx,
        new Site.Parts(
            room,
            storage,
            hashing,
            InstantSource.system(),
            () -> address,
            peers.presence(),
            peers.signInPeers(),
            clients,
            Texts.load(config.data().resolve(TEXTS)),
            selfVisits,
            () -> stopping));
  }

  /** Where the room is found when these ports are open. */
  PublicAddress address(OpenPorts ports) {
    return Addresses.of(config, ports, identity.keys().id());
  }

  /** What looks whether it is well set up. */
  Doctor doctor(Database database) {
    return new Doctor(
        new Patient(
            room,
            database,
            config.data(),
            address,
            InstantSource.system(),
            identity.crypto(),
            config.limits().connections(),
            Optional.of(new Patient.Served(vertx, peers, config.appKey(), selfVisits))));
  }

  /** Lets watchers know that it is about to stop. */
  void announceStop() {
    stopping = true;
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
}

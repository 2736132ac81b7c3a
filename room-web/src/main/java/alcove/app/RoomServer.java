package alcove.app;

import alcove.address.PublicAddress;
import alcove.door.Doorway;
import alcove.door.GuardedTransport;
import alcove.health.Measurements;
import alcove.health.SelfVisits;
import alcove.identity.RoomInviteCode;
import alcove.ops.alerts.Alerts;
import alcove.ops.backup.DailyBackups;
import alcove.ops.doctor.Doctor;
import alcove.ops.doctor.RoomUnderTest;
import alcove.ops.metrics.Exposition;
import alcove.ops.metrics.Lookout;
import alcove.ops.metrics.MetricsDoor;
import alcove.ops.metrics.RoomMeasurements;
import alcove.ops.terminal.CommandException;
import alcove.threads.StorageThreads;
import alcove.tls.ServerKeys;
import alcove.tunnel.Elsewhere;
import alcove.tunnel.Machine;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.PeerServer;
import alcove.tunnel.procedures.ServedRoom;
import alcove.web.Site;
import alcove.web.http.ClientAddresses;
import alcove.web.http.RateLimits;
import alcove.web.http.WebContext;
import alcove.web.page.Texts;
import alcove.web.page.Typesetter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;

/**
 * The listeners and all that stands behind them. Started once, stopped once.
 *
 * <p>A port that cannot be opened fails the start with a {@link CommandException} that says which
 * and why.
 */
final class RoomServer {
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
  private static final Duration LOOKOUT_INTERVAL = Duration.ofMinutes(10);

  /** Where in the data directory an operator's own texts are. */
  private static final String TEXTS = "texts";

  /** What the key for stamps on forms is derived for. */
  private static final String STAMPS = "alcove form stamps 1";

  /** Before all other routes. */
  private static final int FIRST = -1;

  private final RoomConfig config;
  private final Identity identity;
  private final OpenRoom open;
  private final StorageThreads storage;
  private final StorageThreads hashing;
  private final Vertx vertx;
  private final Doorway doorway;
  private final DailyBackups backups;
  private final Optional<NodeMembership> nodes;
  private final TunnelServer peers;
  private final SelfVisits selfVisits;
  private final OwnHttps https;
  private final RoomMeasurements measurements;
  private final Rounds rounds;
  private final Optional<Alerts> alerts;
  private final Lookout lookout = new Lookout((checks, done) -> doctor().examine(checks, done));
  private final LastVisits lastVisits;
  private volatile Optional<Integer> metricsPort = Optional.empty();

  /** As far as it is known before the ports are open, which may be any free ones. */
  private volatile PublicAddress address;

  /**
   * A server of a room on {@code vertx}, which it will close.
   *
   * @param doorway before all listeners of {@code vertx}
   * @param backups those that the room makes by itself
   */
  RoomServer(
      RoomConfig config,
      Identity identity,
      OpenRoom open,
      StorageThreads storage,
      StorageThreads hashing,
      Vertx vertx,
      Doorway doorway,
      DailyBackups backups) {
    this.config = config;
    this.identity = identity;
    this.open = open;
    this.selfVisits = new SelfVisits(System::nanoTime, open.room().nodes());
    this.storage = storage;
    this.hashing = hashing;
    this.lastVisits = new LastVisits(storage, hashing);
    this.vertx = vertx;
    this.doorway = doorway;
    this.backups = backups;
    this.address = address(OpenPorts.chosen(config));
    this.https =
        new OwnHttps(
            vertx,
            config,
            new AliasHosts(open.room(), storage, () -> this.address),
            open.room().nodes());
    open.room().onChange(https::reviewHosts);
    this.nodes = NodeMembership.of(config, identity, open.room(), storage, vertx, doorway);
    this.peers =
        new TunnelServer(
            Machine.of(vertx),
            identity.crypto(),
            config.get(Setting.APP_KEY),
            identity.keys(),
            RoomInviteCode.guest(identity.crypto()).id(),
            ServedRoom.of(open.room(), storage, this::aliasLink),
            LimitSettings.chosen(config, doorway.peers(LimitSettings.files(config))),
            nodes.map(NodeMembership::elsewhere).orElse(Elsewhere.NOTHING));
    this.measurements =
        new RoomMeasurements(
            peers,
            open.room(),
            open.database(),
            open.database()::size,
            open.disks(),
            backups::state,
            https::certificates,
            () -> nodes.map(NodeMembership::hasJoined).orElse(true),
            InstantSource.system());
    this.alerts = AlertSettings.alerts(config, address.site().at().host());
    this.rounds = new Rounds(vertx, storage, open.room(), peers, measurements);
    peers.connections().onArrival(open.room().lastSeen()::see);
  }

  private String aliasLink(String alias) {
    return address.alias(open.room().settings().aliasForm(), alias);
  }

  /** What it runs on, for the log: the cryptography, and {@code nio} where there is no epoll. */
  String description() {
    return "crypto %s, transport %s"
        .formatted(identity.crypto().description(), GuardedTransport.chosen().name());
  }

  /** Completes when connections are accepted. Blocks while it reads the site's texts. */
  Future<OpenPorts> start() {
    ClientAddresses clients = new ClientAddresses(config.get(Setting.TRUSTED_PROXY));
    Router router = router(clients);
    return ListenFailure.open(
            RoomPorts.ssb(config),
            host ->
                peers.listen(
                    new PeerServer.TcpDoor(
                        host,
                        config.get(Setting.SSB_PORT),
                        config.get(Setting.TRUSTED_PROXY),
                        config.get(Setting.PROXY_PROTOCOL)),
                    config.get(LimitSettings.EVENT_LOOPS)))
        .compose(port -> openSite(port, clients, router))
        .compose(ports -> openMetrics().map(ports))
        .onSuccess(
            ports -> {
              address = address(ports);
              rounds.begin();
              keepLookingOut();
            });
  }

  private Future<OpenPorts> openSite(int ssbPort, ClientAddresses clients, Router router) {
    return openDoor(RoomPorts.http(config), clients, router, Optional.empty())
        .compose(
            http ->
                config.httpsPort().isEmpty()
                    ? Future.succeededFuture(new OpenPorts(ssbPort, http))
                    : https
                        .open(router)
                        .compose(
                            keys ->
                                openDoor(
                                    RoomPorts.https(config), clients, router, Optional.of(keys)))
                        .onSuccess(_ -> https.begin())
                        .map(https -> new OpenPorts(ssbPort, http, Optional.of(https))));
  }

  private Future<Integer> openDoor(
      ListenFailure.Wanted wanted,
      ClientAddresses clients,
      Router router,
      Optional<ServerKeys> keys) {
    return ListenFailure.open(
        wanted,
        host ->
            guarded(
                wanted.port(),
                HttpDoor.open(
                    vertx,
                    host,
                    wanted.port(),
                    config.get(LimitSettings.EVENT_LOOPS),
                    peers,
                    clients,
                    router,
                    keys)));
  }

  /** A port that is any free one is known, and guarded, once it is open. */
  private Future<Integer> guarded(int port, Future<Integer> opening) {
    if (port != 0) {
      doorway.guard(port);
    }
    return opening.onSuccess(doorway::guard);
  }

  private Router router(ClientAddresses clients) {
    Router router = site(clients);
    router.route().order(FIRST).handler(HttpDoor::noteRequest);
    return router;
  }

  private Router site(ClientAddresses clients) {
    return Site.router(
        vertx,
        new WebContext(
            open.room(),
            storage,
            hashing,
            InstantSource.system(),
            () -> address,
            peers.presence(),
            peers.signInPeers(),
            measurements,
            (checks, done) -> doctor().examine(checks, done),
            () -> config.httpsPort().isPresent(),
            clients,
            Texts.load(config.data().resolve(TEXTS)),
            new Typesetter(),
            selfVisits,
            time -> vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS),
            open.database()::isUsable,
            lastVisits.closing(),
            new RateLimits(System::nanoTime),
            new SecretKeySpec(identity.keys().sharedBytes(STAMPS), "HmacSHA256")));
  }

  private Future<Optional<Integer>> openMetrics() {
    var chosen = config.get(Setting.METRICS_PORT);
    if (chosen.isEmpty()) {
      return Future.succeededFuture(metricsPort);
    }
    var wanted = RoomPorts.metrics(config, chosen.get());
    return ListenFailure.open(
            wanted,
            host ->
                guarded(wanted.port(), MetricsDoor.open(vertx, host, wanted.port(), exposition())))
        .map(Optional::of)
        .onSuccess(port -> metricsPort = port);
  }

  /** Looks for what needs somebody, where anybody hears of it. */
  private void keepLookingOut() {
    if (metricsPort.isPresent() || alerts.isPresent()) {
      vertx.setPeriodic(
          FIRST_LOOK.toMillis(),
          LOOKOUT_INTERVAL.toMillis(),
          _ -> lookout.look().onSuccess(found -> alerts.ifPresent(each -> each.hear(found))));
    }
  }

  /** Whom it tells of that, if anybody. */
  Optional<Alerts> alerts() {
    return alerts;
  }

  private Exposition exposition() {
    return new Exposition(
        measurements, open.database()::isUsable, lookout, VersionCommand.current());
  }

  /** Where Prometheus reads figures, if anywhere; known once it has started. */
  Optional<Integer> metricsPort() {
    return metricsPort;
  }

  /** What it measures of itself. */
  Measurements measurements() {
    return measurements;
  }

  /** The room as peers see it. */
  TunnelServer peers() {
    return peers;
  }

  /**
   * The other nodes of the room, if it has any, which it begins to join.
   *
   * @throws CommandException if a port for them cannot be opened
   */
  Optional<NodeMembership> joinOthers() throws CommandException {
    if (nodes.isPresent()) {
      nodes.get().begin(peers, config.get(LimitSettings.EVENT_LOOPS));
    }
    return nodes;
  }

  /** What it does once a minute. */
  Rounds rounds() {
    return rounds;
  }

  /** Where the room is found when these ports are open. */
  PublicAddress address(OpenPorts ports) {
    return Addresses.of(config, ports, identity.keys().id());
  }

  /** What looks whether it is well set up. */
  Doctor doctor() {
    var served =
        new RoomUnderTest.Served(
            vertx,
            peers,
            config.get(Setting.APP_KEY),
            selfVisits,
            https::certificates,
            () -> alerts.map(Alerts::state),
            () -> nodes.map(NodeMembership::reports),
            backups::obstacles);
    return open.doctor(config, identity, address, Optional.of(served));
  }

  /** The visits that are under way when it is about to stop. */
  LastVisits lastVisits() {
    return lastVisits;
  }

  /** Gives up what is under way to get certificates, and begins no more. Never waits. */
  void endOrders() {
    https.close();
  }

  /** Says goodbye to everybody and closes what is open. */
  Future<Void> stop() {
    https.close();
    return peers.stop().eventually(this::closeLinks).eventually(vertx::close);
  }

  private Future<Void> closeLinks() {
    return nodes.map(NodeMembership::closeLinks).orElse(Future.succeededFuture());
  }
}

package alcove.app;

import alcove.address.PublicAddress;
import alcove.door.Doorway;
import alcove.door.OpenFiles;
import alcove.ops.alerts.Alerts;
import alcove.ops.alerts.Fault;
import alcove.ops.backup.DailyBackups;
import alcove.ops.control.ControlServer;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.room.model.SecretToken;
import alcove.store.Database;
import alcove.threads.StorageThreads;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room from its data directory up to its open ports. Thread-safe; stopped once.
 *
 * @param address where the room is found
 * @param setup by which somebody becomes the first admin, if there is none
 * @param metricsPort where Prometheus reads figures, if anywhere
 * @param loops all its event loops
 * @param draining what may be done before it is closed, so that other nodes take over
 */
record RunningRoom(
    Closer parts,
    PublicAddress address,
    Optional<SecretToken> setup,
    Optional<Integer> metricsPort,
    List<EventExecutor> loops,
    Draining draining)
    implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningRoom.class);
  private static final int SECONDS_TO_START = 30;
  private static final int SECONDS_TO_STOP = 2;
  private static final int MILLIS_OF_A_LOOK = 1_000;

  /** Returns when connections are accepted. After a failure nothing stays open. */
  static RunningRoom start(RoomConfig config) throws CommandException {
    var parts = new Closer();
    try {
      return open(config, parts);
    } catch (CommandException e) {
      parts.close();
      throw e;
    }
  }

  /** What to tell whoever started it. */
  List<String> greeting() {
    return StartBanner.lines(address, setup);
  }

  /**
   * Tells watchers that it is not ready any more, takes no more commands, answers what visitors
   * have begun to ask, says goodbye to everybody, and closes the database when nobody is left who
   * could want something of it.
   */
  @Override
  public void close() {
    log.info("stopping");
    parts.close();
  }

  private static RunningRoom open(RoomConfig config, Closer parts) throws CommandException {
    var directory = parts.add(DataDirectory.open(config.data()));
    var doorway = new Doorway(OpenFiles.most(), config.get(Setting.TRUSTED_PROXY));
    var vertx = parts.add(StartingVertx.begin(config.get(LimitSettings.EVENT_LOOPS), doorway));
    if (Files.notExists(directory.secret())) {
      requireAbleToServe(config, vertx);
    }
    var identity =
        Identity.loadOrCreate(config.get(Setting.CRYPTO), directory.secret(), config.database());
    var open = parts.add(OpenRoom.open(config, identity));
    parts.add(RegistryWatch.begin(open.database()));
    parts.add(SpareHeap.begin());
    var backups =
        parts.add(
            DailyBackups.begin(
                BackupSettings.plan(config, identity.keys().id()),
                identity.keys().id(),
                open.database(),
                config.data(),
                VersionCommand.current()));
    var storage = parts.add(new StorageThreads());
    var hashing = parts.add(StorageThreads.forPasswords());
    var setup = FirstAdmin.appoint(config, open.room());
    var server =
        new RoomServer(config, identity, open, storage, hashing, vertx.get(), doorway, backups);
    parts.add(() -> FutureWait.on(server.rounds().end(), SECONDS_TO_STOP));
    server.alerts().ifPresent(alerts -> tellFaults(parts, alerts, vertx));
    parts.add(() -> FutureWait.on(server.stop(), SECONDS_TO_STOP));
    var nodes = server.joinOthers();
    nodes.ifPresent(parts::add);
    if (nodes.isPresent()) {
      nodes.get().awaitArrival();
    }
    var ports = FutureWait.on(server.start(), SECONDS_TO_START);
    // before it leaves the others, who hear which proofs are over
    parts.add(server::endOrders);
    // before it leaves the others, who hear which blocks are refused
    parts.add(() -> FutureWait.on(server.rounds().keepBlocksAtLast(), SECONDS_TO_STOP));
    if (config.lock() == Database.Lock.SHARED) {
      watchSight(vertx.get(), open.database(), nodes, server);
    }
    var address = server.address(ports);
    var access =
        open.access(
            config,
            address,
            Optional.of(server.measurements()),
            server.alerts(),
            Optional.of(backups),
            nodes.map(each -> each::states),
            server.doctor());
    parts.add(() -> FutureWait.on(server.lastVisits().finished(), SECONDS_TO_START));
    openControl(parts, config.data(), (r, out, err) -> RoomCommands.run(access, r, out, err));
    parts.add(backups::announceStop);
    parts.add(server.lastVisits()::announceStop);
    report(config, open, server, ports);
    vertx.warnFromNowOn();
    return new RunningRoom(
        parts,
        address,
        setup,
        server.metricsPort(),
        vertx.loops(),
        new Draining(server.lastVisits().closing(), server.peers(), nodes));
  }

  private static void watchSight(
      Vertx vertx, Database database, Optional<NodeMembership> nodes, RoomServer server) {
    var isolation = Isolation.of(database, nodes, server.peers(), server.lastVisits().closing());
    vertx.setPeriodic(MILLIS_OF_A_LOOK, _ -> isolation.everySecond());
  }

  private static void tellFaults(Closer parts, Alerts alerts, StartingVertx vertx) {
    parts.add(alerts);
    parts.add(FaultLog.listen(alerts::hear));
    vertx.onBlocked(() -> alerts.hear(new Fault.BlockedLoop()));
  }

  /** A room that could not be served is not created. */
  private static void requireAbleToServe(RoomConfig config, StartingVertx vertx)
      throws CommandException {
    for (var wanted : RoomPorts.of(config)) {
      ListenFailure.requireFree(wanted);
    }
    if (config.tls().isPresent()) {
      Certificate.load(vertx.get(), config.tls().get());
    }
  }

  /** A file system without such sockets is no reason not to serve. */
  private static void openControl(Closer parts, Path data, ControlServer.Handler handler) {
    try {
      parts.add(ControlServer.open(data, handler));
    } catch (IOException e) {
      log.warn(
          "no control socket, so commands work only while the server is stopped: {}",
          FailureText.of(e));
    }
  }

  private static void report(RoomConfig config, OpenRoom open, RoomServer server, OpenPorts ports) {
    log.info("Alcove {}, {}", VersionCommand.current(), JvmFacts.describe());
    if (JvmFacts.lacksCache()) {
      log.info("without the cache that alcove train makes: slower at first");
    }
    IgnoredFlags.warn(config, open.room().settings());
    DoubtfulSettings.warnings(config, open.room().id()).forEach(log::warn);
    log.info(
        "ready: {} room, peers on port {}, browsers on port {}, {}",
        open.room().settings().privacyMode().word(),
        ports.ssb(),
        ports.http(),
        server.description());
    server.metricsPort().ifPresent(port -> log.info("figures for Prometheus on port {}", port));
    if (server.address(ports).isInsecure()) {
      log.warn(
          "{}: pages and links go over plain HTTP, and whoever is on the way can read and use"
              + " invites and sign-ins; meant for a network you trust",
          Setting.INSECURE_HTTP.flag());
    }
  }
}

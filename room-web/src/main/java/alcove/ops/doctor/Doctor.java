package alcove.ops.doctor;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Examination;
import alcove.health.Finding;
import alcove.room.model.RegistryAwayException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a room is well set up: all checks side by side, each on a virtual thread, and none
 * for longer than {@link #PATIENCE}. Thread-safe.
 */
public final class Doctor implements Examination {
  /** How long one check may take: a process that has just started on a busy machine is slow. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

  /** Those that go by a visit to the room's own site. */
  private static final Set<Check> VISITING = EnumSet.of(Check.SITE, Check.PROXY, Check.CLOCK);

  private final RoomUnderTest subject;
  private final SystemProbe system;
  private final LocalChecks local;
  private final DiskChecks disks;
  private final ReachabilityChecks reachability;
  private final Duration patience;

  /** For one room. */
  public Doctor(RoomUnderTest subject) {
    this(subject, new SystemProbe.Real(), PATIENCE);
  }

  Doctor(RoomUnderTest subject, SystemProbe system, Duration patience) {
    this.subject = subject;
    this.system = system;
    this.local = new LocalChecks(subject, system);
    this.disks = new DiskChecks(subject);
    this.reachability = new ReachabilityChecks(subject, system);
    this.patience = patience;
  }

  @Override
  public Future<List<Finding>> examine(Set<Check> checks, Consumer<Finding> done) {
    var visit = new CompletableFuture<SelfVisit>();
    if (checks.stream().anyMatch(VISITING::contains)) {
      subject.served().ifPresent(served -> inBackground(() -> reachability.visit(served), visit));
    }
    var findings =
        checks.stream()
            .sorted()
            .map(check -> run(check, work(check, visit)).onSuccess(done::accept))
            .toList();
    return Future.all(findings).map(all -> all.<Finding>list());
  }

  private Callable<Finding> work(Check check, CompletableFuture<SelfVisit> visit) {
    return switch (check) {
      case HOST -> reachability::host;
      case DNS -> reachability::dns;
      case WILDCARD -> reachability::wildcard;
      case CERTIFICATE -> this::certificate;
      case HTTPS -> served(check, this::https);
      case SITE -> served(check, served -> reachability.site(visit.join()));
      case PROXY -> served(check, served -> reachability.proxy(visit.join()));
      case CLOCK -> served(check, served -> reachability.clock(visit.join()));
      case NODES ->
          () ->
              subject.served().isPresent()
                  ? NodesCheck.look(
                      subject.served().get().nodes(), subject.room().generations().judged())
                  : Finding.of(check, Diagnosis.NOT_SERVED);
      case WEBSOCKET -> served(check, this::webSocket);
      case SSB_PORT -> served(check, this::ssbPort);
      case PEERS -> served(check, this::peers);
      case DISK -> disks::data;
      case BACKUP_DISK -> disks::backups;
      case OPEN_FILES -> local::openFiles;
      case CRYPTO -> local::crypto;
      case DATABASE -> local::database;
      case BLOCKS -> local::blocks;
      case BACKUP -> local::backup;
      case SECRET -> local::secret;
      case ADMIN -> local::admin;
      case ALERTS -> served(check, served -> SentAlerts.judge(served.alerts().get()));
      case PLAIN_HTTP -> local::plainHttp;
    };
  }

  private Callable<Finding> served(Check check, Function<RoomUnderTest.Served, Finding> work) {
    return () ->
        subject.served().map(work).orElseGet(() -> Finding.of(check, Diagnosis.NOT_SERVED));
  }

  /**
   * The one that is shown; where the room gets it by itself, no web server has to be looked after.
   */
  private Finding certificate() {
    var shown = reachability.certificate();
    return subject
        .served()
        .flatMap(served -> served.certificates().get())
        .map(state -> RenewedCertificates.shown(shown, state, subject.clock().instant()))
        .orElse(shown);
  }

  private Finding https(RoomUnderTest.Served served) {
    return RenewedCertificates.judge(served.certificates().get(), subject.clock().instant());
  }

  private Finding webSocket(RoomUnderTest.Served served) {
    return meet(
        Check.WEBSOCKET,
        served,
        peers -> peers.connectWebSocket().map(true),
        Diagnosis.WEBSOCKET_WORKS,
        Diagnosis.WEBSOCKET_FAILS,
        subject.address().webSocketPeers());
  }

  private Finding ssbPort(RoomUnderTest.Served served) {
    return meet(
        Check.SSB_PORT,
        served,
        peers -> peers.connect().map(true),
        Diagnosis.SSB_PORT_WORKS,
        Diagnosis.SSB_PORT_FAILS,
        subject.address().peers());
  }

  private Finding peers(RoomUnderTest.Served served) {
    return meet(
        Check.PEERS,
        served,
        MeetingPeers::talk,
        Diagnosis.PEERS_MEET,
        Diagnosis.PEERS_DO_NOT_MEET,
        subject.address().peers());
  }

  private Finding meet(
      Check check,
      RoomUnderTest.Served served,
      Function<MeetingPeers, Future<Boolean>> trial,
      Diagnosis good,
      Diagnosis bad,
      Object place) {
    boolean works;
    try (var peers = new MeetingPeers(subject, served)) {
      works =
          trial
              .apply(peers)
              .toCompletionStage()
              .toCompletableFuture()
              .get(patience.toMillis() - 500, TimeUnit.MILLISECONDS);
    } catch (TimeoutException tooLate) {
      return late(check);
    } catch (Exception failed) {
      LOG.debug("check {}: {}", check.word(), failed.getClass().getSimpleName());
      works = false;
    }
    return Finding.of(check, works ? good : bad, place);
  }

  private Future<Finding> run(Check check, Callable<Finding> work) {
    var finding = new CompletableFuture<Finding>();
    inBackground(work, finding);
    return Future.fromCompletionStage(
        finding
            .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(failure -> unfinished(check, failure)));
  }

  private Finding unfinished(Check check, Throwable failure) {
    if (failure instanceof TimeoutException) {
      return late(check);
    }
    if (failure instanceof RegistryAwayException) {
      LOG.debug("check {}: {}", check.word(), failure.getMessage());
      return Finding.of(check, Diagnosis.WITHOUT_DATABASE);
    }
    LOG.warn("check {} could not be made", check.word(), failure);
    return Finding.of(check, Diagnosis.BROKEN);
  }

  /** A machine that is busy is not broken for that. */
  private Finding late(Check check) {
    return Finding.of(
        check, system.isBusy() ? Diagnosis.BUSY : Diagnosis.LATE, patience.toSeconds());
  }

  private static <T> void inBackground(Callable<T> work, CompletableFuture<T> result) {
    Thread.ofVirtual()
        .name("doctor")
        .start(
            () -> {
              try {
                result.complete(work.call());
              } catch (Throwable failure) {
                result.completeExceptionally(failure);
              }
            });
  }
}

package alcove.ops.doctor;

import alcove.room.Check;
import alcove.room.Diagnosis;
import alcove.room.Examination;
import alcove.room.Finding;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  private final Patient patient;
  private final Surroundings surroundings;
  private final Inside inside;
  private final Reach reach;
  private final Duration patience;

  /** For one room. */
  public Doctor(Patient patient) {
    this(patient, new Surroundings.Real(), PATIENCE);
  }

  Doctor(Patient patient, Surroundings surroundings, Duration patience) {
    this.patient = patient;
    this.surroundings = surroundings;
    this.inside = new Inside(patient, surroundings);
    this.reach = new Reach(patient, surroundings);
    this.patience = patience;
  }

  @Override
  public Future<List<Finding>> examine() {
    var visit = new CompletableFuture<Outside>();
    patient.served().ifPresent(served -> inBackground(() -> reach.visit(served), visit));
    var findings =
        Arrays.stream(Check.values()).map(check -> run(check, work(check, visit))).toList();
    return Future.all(findings).map(all -> all.<Finding>list());
  }

  private Callable<Finding> work(Check check, CompletableFuture<Outside> visit) {
    return switch (check) {
      case HOST -> reach::host;
      case DNS -> reach::dns;
      case WILDCARD -> reach::wildcard;
      case CERTIFICATE -> reach::certificate;
      case SITE -> served(check, served -> reach.site(visit.join()));
      case PROXY -> served(check, served -> reach.proxy(visit.join()));
      case CLOCK -> served(check, served -> reach.clock(visit.join()));
      case WEBSOCKET -> served(check, this::webSocket);
      case SSB_PORT -> served(check, this::ssbPort);
      case PEERS -> served(check, this::peers);
      case DISK -> inside::disk;
      case OPEN_FILES -> inside::openFiles;
      case CRYPTO -> inside::crypto;
      case DATABASE -> inside::database;
      case BACKUP -> inside::backup;
      case SECRET -> inside::secret;
      case ADMIN -> inside::admin;
      case PLAIN_HTTP -> inside::plainHttp;
    };
  }

  private Callable<Finding> served(Check check, Function<Patient.Served, Finding> work) {
    return () ->
        patient.served().map(work).orElseGet(() -> Finding.of(check, Diagnosis.NOT_SERVED));
  }

  private Finding webSocket(Patient.Served served) {
    return meet(
        Check.WEBSOCKET,
        served,
        peers -> peers.connectWebSocket().map(true),
        Diagnosis.WEBSOCKET_WORKS,
        Diagnosis.WEBSOCKET_FAILS,
        patient.address().webSocketPeers());
  }

  private Finding ssbPort(Patient.Served served) {
    return meet(
        Check.SSB_PORT,
        served,
        peers -> peers.connect().map(true),
        Diagnosis.SSB_PORT_WORKS,
        Diagnosis.SSB_PORT_FAILS,
        patient.address().peers());
  }

  private Finding peers(Patient.Served served) {
    return meet(
        Check.PEERS,
        served,
        MeetingPeers::talk,
        Diagnosis.PEERS_MEET,
        Diagnosis.PEERS_DO_NOT_MEET,
        patient.address().peers());
  }

  private Finding meet(
      Check check,
      Patient.Served served,
      Function<MeetingPeers, Future<Boolean>> trial,
      Diagnosis good,
      Diagnosis bad,
      Object place) {
    boolean works;
    try (var peers = new MeetingPeers(patient, served)) {
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
    LOG.warn("check {} could not be made", check.word(), failure);
    return Finding.of(check, Diagnosis.BROKEN);
  }

  /** A machine that is busy is not broken for that. */
  private Finding late(Check check) {
    return Finding.of(
        check, surroundings.isBusy() ? Diagnosis.BUSY : Diagnosis.LATE, patience.toSeconds());
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

package alcove.app;

import alcove.acme.AutomaticCertificates;
import alcove.acme.HostRules;
import alcove.acme.HttpProofs;
import alcove.cluster.shared.NodeCalls;
import alcove.health.CertificateState;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.room.audit.AuditEvent;
import alcove.tls.ServerKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The certificates of a room that speaks HTTPS itself: in two files, or got by itself. Opened once;
 * thread-safe.
 */
final class OwnHttps implements AutoCloseable {
  /** Where in the data directory certificates are kept that the room gets by itself. */
  static final String FOLDER = "https";

  /** How long it takes at most to hear of the certificates of nodes that run. */
  private static final Duration TO_SEE_OTHERS = Duration.ofSeconds(20);

  /** Before all other routes. */
  private static final int FIRST = -1;

  private final Vertx vertx;
  private final RoomConfig config;
  private final HostRules hosts;
  private final NodeCalls nodes;
  private volatile Optional<AutomaticCertificates> automatic = Optional.empty();

  /**
   * Nothing yet.
   *
   * @param hosts which hosts besides the domain may have certificates
   * @param nodes those whose certificates these are as well
   */
  OwnHttps(Vertx vertx, RoomConfig config, HostRules hosts, NodeCalls nodes) {
    this.nodes = nodes;
    this.vertx = vertx;
    this.config = config;
    this.hosts = hosts;
  }

  /**
   * What handshakes choose from.
   *
   * @param router of all ports, which an authority may ask for proofs
   */
  Future<ServerKeys> open(Router router) {
    return config.tls().isPresent() ? openFiles(config.tls().get()) : openFolder(router);
  }

  private Future<ServerKeys> openFiles(RoomConfig.Tls files) {
    return vertx
        .executeBlocking(
            () -> {
              var certificate = Certificate.load(vertx, files);
              certificate.watch();
              return certificate.keys();
            })
        .map(Objects::requireNonNull);
  }

  private Future<ServerKeys> openFolder(Router router) {
    return vertx
        .executeBlocking(this::readFolder)
        .map(Objects::requireNonNull)
        .onSuccess(
            certificates -> {
              automatic = Optional.of(certificates);
              addTo(router, certificates.httpProofs());
            })
        .map(AutomaticCertificates::keys);
  }

  private AutomaticCertificates readFolder() throws CommandException {
    var folder = config.data().resolve(FOLDER);
    try {
      return AutomaticCertificates.open(
          vertx,
          new AutomaticCertificates.Wishes(
              folder,
              config.get(Setting.DOMAIN).orElseThrow(),
              config.authority(),
              config.get(Setting.ACME_DNS_HOOK),
              AutomaticCertificates.LONGEST_VISIT),
          hosts,
          InstantSource.system(),
          nodes);
    } catch (IOException e) {
      throw new CommandException("%s: %s".formatted(folder, FailureText.of(e)), e);
    }
  }

  private static void addTo(Router router, HttpProofs proofs) {
    router
        .get(HttpProofs.PATH + ":token")
        .order(FIRST)
        .handler(
            context ->
                answer(
                    context,
                    Optional.ofNullable(context.pathParam("token")).flatMap(proofs::answer)));
  }

  /** An authority asks by whatever host it likes, and without TLS. */
  private static void answer(RoutingContext context, Optional<String> proof) {
    if (proof.isEmpty()) {
      context.next();
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(proof.get());
  }

  /** The ports are open: what is missing is got from now on. */
  void begin() {
    boolean isAlone = config.get(Setting.CLUSTER_LISTEN).isEmpty();
    automatic.ifPresent(
        each -> {
          if (isAlone) {
            each.begin();
          } else {
            each.begin(TO_SEE_OTHERS);
          }
        });
  }

  /** How the certificates are that it gets by itself, if it does. */
  Optional<CertificateState> certificates() {
    return automatic.map(AutomaticCertificates::state);
  }

  /** Something has changed that may have been the end of an alias. */
  void reviewHosts(List<AuditEvent> events) {
    if (events.stream().anyMatch(AuditEvent.AliasRevoked.class::isInstance)) {
      automatic.ifPresent(AutomaticCertificates::reviewHosts);
    }
  }

  /** Never waits. */
  @Override
  public void close() {
    automatic.ifPresent(AutomaticCertificates::close);
  }
}

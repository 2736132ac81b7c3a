package alcove.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.cluster.shared.NodeCalls;
import alcove.identity.HostAndPort;
import alcove.tls.HostCertificate;
import alcove.tls.TlsEngine;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates of two nodes, of which a balancer leads the authority to the one that did not ask.
 */
@EnabledIfEnvironmentVariable(
    named = Pebble.VARIABLE,
    matches = ".+",
    disabledReason = Pebble.WHY_NOT)
class NodesCertificatesTest {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final String DOMAIN = "room.example";

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final KnownHosts hosts = new KnownHosts();
  private final Vertx vertx = Vertx.vertx();
  private final Place asking = new Place();
  private final Place other = new Place();

  @TempDir private Path folder;

  /** A node of two, which sees the other once they have met. */
  private static final class Place implements Cluster {
    private final Node node =
        new Node(NodeId.random(), "node", new HostAndPort("127.0.0.1", 7801), "1.0", Instant.EPOCH);
    private final NodeCalls calls = new NodeCalls();
    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<Place> seen = Optional.empty();

    void see(Place place) {
      seen = Optional.of(place);
      listeners.forEach(each -> each.changed(view()));
    }

    @Override
    public ClusterView view() {
      return new ClusterView(node, seen.stream().map(each -> each.node).toList(), false);
    }

    @Override
    public void send(NodeId to, ClusterMessage message) {
      seen.ifPresent(each -> each.listeners.forEach(hears -> hears.received(node, message)));
    }

    @Override
    public void broadcast(ClusterMessage message) {
      seen.ifPresent(each -> send(each.node.id(), message));
    }

    @Override
    public void add(ClusterListener listener) {
      listeners.add(listener);
      listener.changed(view());
    }

    @Override
    public void leave() {
      seen = Optional.empty();
    }
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private AutomaticCertificates open(Place place, String name, Authority authority)
      throws Exception {
    place.calls.join(place);
    return AutomaticCertificates.open(
        vertx,
        new AutomaticCertificates.Wishes(
            folder.resolve(name),
            DOMAIN,
            authority,
            Optional.empty(),
            AutomaticCertificates.LONGEST_VISIT),
        hosts,
        now::get,
        place.calls);
  }

  private void meet() {
    asking.see(other);
    other.see(asking);
  }

  private void answerInTheClear(AutomaticCertificates certificates, int port) throws Exception {
    vertx
        .createHttpServer()
        .requestHandler(
            request ->
                request
                    .response()
                    .end(
                        certificates
                            .httpProofs()
                            .answer(String.valueOf(request.path()).replace(HttpProofs.PATH, ""))
                            .orElse("none")))
        .listen(port, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private void answerByTls(AutomaticCertificates certificates, int port) throws Exception {
    vertx
        .createHttpServer(
            new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
                .setSslEngineOptions(new TlsEngine(certificates.keys()))
                .setKeyCertOptions(KeyCertOptions.wrap(certificates.keys())))
        .requestHandler(request -> request.response().end("page"))
        .listen(port, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private static HostCertificate awaitMain(AutomaticCertificates certificates) {
    return await()
        .atMost(LONGEST)
        .until(() -> certificates.keys().main(), Optional::isPresent)
        .get();
  }

  @Test
  void certificate_isProvedAtTheOtherNode_andGotOnceForBoth() throws Exception {
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var first = open(asking, "first", pebble.authority());
        var second = open(other, "second", pebble.authority())) {
      answerInTheClear(second, ports.http());
      meet();
      first.begin();
      HostCertificate got = awaitMain(first);

      second.begin(LONGEST);

      assertThat(awaitMain(second)).isEqualTo(got);
      await().atMost(LONGEST).until(() -> Files.exists(folder.resolve("second/room.example.pem")));
      await().atMost(LONGEST).until(() -> pebble.count("Issued certificate") == 1);
    }
  }

  @Test
  void certificate_isProvedByTlsAtTheOtherNode_whereThePortInTheClearIsClosed() throws Exception {
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var first = open(asking, "first", pebble.authority());
        var second = open(other, "second", pebble.authority())) {
      answerByTls(second, ports.tls());
      meet();
      first.begin();
      await().atMost(LONGEST).until(() -> first.state().failures() == 1);

      now.updateAndGet(before -> before.plus(Duration.ofMinutes(3)));
      first.lookNow();

      awaitMain(first);
    }
  }

  /** By TLS there is one proof of a host at a time: of two orders at once, one would fail. */
  @Test
  void certificate_thatBothNodesWantAtOnce_isOrderedByOneAfterTheOther() throws Exception {
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var first = open(asking, "first", pebble.authority());
        var second = open(other, "second", pebble.authority())) {
      answerByTls(second, ports.tls());
      meet();
      for (var each : List.of(first, second)) {
        each.begin();
        await().atMost(LONGEST).until(() -> each.state().failures() == 1);
      }

      now.updateAndGet(before -> before.plus(Duration.ofMinutes(3)));
      first.lookNow();
      second.lookNow();

      assertThat(awaitMain(first)).isEqualTo(awaitMain(second));
      assertThat(List.of(first.state().failures(), second.state().failures()))
          .containsExactly(1L, 1L);
      assertThat(pebble.count("Issued certificate")).isEqualTo(1);
    }
  }

  @Test
  void certificate_thatWasThereBefore_isToldToANodeThatComesInSight() throws Exception {
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var first = open(asking, "first", pebble.authority());
        var second = open(other, "second", pebble.authority())) {
      answerInTheClear(first, ports.http());
      first.begin();
      HostCertificate got = awaitMain(first);
      assertThat(second.keys().main()).isEmpty();

      meet();

      assertThat(awaitMain(second)).isEqualTo(got);
    }
  }

  @Test
  void hostThatIsNoMore_losesItsCertificateOnBoth() throws Exception {
    var ports = Pebble.Ports.free();
    hosts.add("ana.room.example");
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var first = open(asking, "first", pebble.authority());
        var second = open(other, "second", pebble.authority())) {
      answerInTheClear(first, ports.http());
      answerByTls(first, ports.tls());
      meet();
      first.begin();
      awaitMain(first);
      await()
          .atMost(LONGEST)
          .until(
              () -> {
                var _ = TlsVisit.shown(ports.tls(), "ana.room.example");
                return second.keys().of("ana.room.example").isPresent();
              });

      hosts.remove("ana.room.example");
      first.reviewHosts();

      for (var each : List.of(first, second)) {
        await().atMost(LONGEST).until(() -> each.keys().of("ana.room.example").isEmpty());
      }
      await()
          .atMost(LONGEST)
          .until(() -> Files.notExists(folder.resolve("second/ana.room.example.pem")));
    }
  }
}

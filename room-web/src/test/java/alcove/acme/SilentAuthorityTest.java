package alcove.acme;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.shared.NodeCalls;
import alcove.health.CertificateState;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authority that takes connections and never says a word. */
class SilentAuthorityTest {
  private static final String DOMAIN = "room.example";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-29T12:00:00Z"));
  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path folder;

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private AutomaticCertificates open(ServerSocket authority) throws Exception {
    return AutomaticCertificates.open(
        vertx,
        new AutomaticCertificates.Wishes(
            folder.resolve("https"),
            DOMAIN,
            new Authority(
                URI.create("https://127.0.0.1:" + authority.getLocalPort() + "/dir"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            Optional.empty(),
            Duration.ofMillis(200)),
        new KnownHosts(),
        now::get,
        new NodeCalls());
  }

  private static CertificateState.Trouble awaitTrouble(
      AutomaticCertificates certificates, long failures) {
    Awaitility.await("a failure")
        .until(
            () ->
                certificates.state().failures() == failures
                    && certificates.state().trouble().isPresent());
    return certificates.state().trouble().orElseThrow();
  }

  @Test
  void order_thatIsNeverAnswered_isGivenUpAndTriedAgainLater() throws Exception {
    try (var authority = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var certificates = open(authority)) {
      assertThat(certificates.state())
          .isEqualTo(
              new CertificateState(
                  Optional.empty(), false, CertificateState.Hosts.NONE, 0, Optional.empty()));
      certificates.begin();

      var first = awaitTrouble(certificates, 1);

      assertThat(first.why()).contains("did not come to an end");
      assertThat(first.at()).isEqualTo(now.get());
      assertThat(first.next()).isBetween(now.get().plusSeconds(120), now.get().plusSeconds(150));
      assertThat(certificates.keys().main()).isEmpty();

      now.set(first.next());
      certificates.lookNow();

      awaitTrouble(certificates, 2);
      Awaitility.await("the next wait")
          .until(
              () ->
                  certificates
                      .state()
                      .trouble()
                      .orElseThrow()
                      .next()
                      .isAfter(first.next().plusSeconds(239)));
    }
  }
}

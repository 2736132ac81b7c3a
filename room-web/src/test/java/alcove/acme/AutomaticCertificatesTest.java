package alcove.acme;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.shared.NodeCalls;
import alcove.tls.TlsEngine;
import alcove.watch.LogLines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Certificates from a real authority, and what happens when it does not give any. */
@EnabledIfEnvironmentVariable(
    named = Pebble.VARIABLE,
    matches = ".+",
    disabledReason = Pebble.WHY_NOT)
class AutomaticCertificatesTest {
  private static final String DOMAIN = "room.example";
  private static final String EAB_KEY =
      "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

  @RegisterExtension final LogLines log = LogLines.of("alcove.acme");
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final KnownHosts hosts = new KnownHosts();
  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path folder;

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private AutomaticCertificates open(Authority authority) throws Exception {
    return open(authority, DOMAIN);
  }

  private AutomaticCertificates open(Authority authority, String domain) throws Exception {
    return open(authority, domain, Optional.empty());
  }

  private AutomaticCertificates open(Authority authority, String domain, Optional<Path> hook)
      throws Exception {
    return AutomaticCertificates.open(
        vertx,
        new AutomaticCertificates.Wishes(
            folder.resolve("https"), domain, authority, hook, AutomaticCertificates.LONGEST_VISIT),
        hosts,
        now::get,
        new NodeCalls());
  }

  private void answerInTheClear(AutomaticCertificates certificates, int port) throws Exception {
    await(
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
            .listen(port, "127.0.0.1"));
  }

  private void answerByTls(AutomaticCertificates certificates, int port) throws Exception {
    await(
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
                    .setSslEngineOptions(new TlsEngine(certificates.keys()))
                    .setKeyCertOptions(KeyCertOptions.wrap(certificates.keys())))
            .requestHandler(request -> request.response().end("page"))
            .listen(port, "127.0.0.1"));
  }

  private static X509Certificate awaitCertificate(AutomaticCertificates certificates) {
    return Awaitility.await("a certificate")
        .atMost(Duration.ofMinutes(1))
        .until(() -> certificates.keys().main(), Optional::isPresent)
        .orElseThrow()
        .leaf();
  }

  private String awaitFailure(int number) {
    return Awaitility.await("a failure")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> log.lines().stream().filter(line -> line.contains("no certificate of")).toList(),
            failures -> failures.size() == number)
        .getLast();
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Test
  void certificate_whosePortInTheClearIsClosed_comesByTlsAtTheNextTry() throws Exception {
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var certificates = open(pebble.authority())) {
      answerByTls(certificates, ports.tls());
      certificates.begin();
      assertThat(awaitFailure(1)).contains("no certificate of room.example: ");

      pass(Duration.ofMinutes(3));
      certificates.lookNow();

      assertThat(awaitCertificate(certificates).getSubjectAlternativeNames())
          .containsExactly(List.of(2, DOMAIN));
    }
  }

  @Test
  void certificate_twoThirdsOver_isRenewedAndStaysWhereThatFails() throws Exception {
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var certificates = open(pebble.authority())) {
      answerInTheClear(certificates, ports.http());
      certificates.begin();
      var first = awaitCertificate(certificates);
      pass(
          Duration.between(now.get(), first.getNotAfter().toInstant())
              .dividedBy(10)
              .multipliedBy(9));

      pebble.stop();
      certificates.lookNow();
      assertThat(awaitFailure(1)).contains("the authority cannot be reached");
      assertThat(certificates.keys().main().orElseThrow().leaf()).isEqualTo(first);
    }
  }

  @Test
  void certificate_thatIsDue_makesPlaceForANewOne() throws Exception {
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var certificates = open(pebble.authority())) {
      answerInTheClear(certificates, ports.http());
      certificates.begin();
      var first = awaitCertificate(certificates);
      Awaitility.await("its end").until(() -> pebble.count("Issued certificate") == 1);

      pass(
          Duration.between(now.get(), first.getNotAfter().toInstant())
              .dividedBy(20)
              .multipliedBy(19));
      certificates.lookNow();

      Awaitility.await("another certificate")
          .atMost(Duration.ofMinutes(1))
          .until(() -> !certificates.keys().main().orElseThrow().leaf().equals(first));
    }
  }

  @Test
  void failure_isNotTriedAgainBeforeItsTime_alsoAfterARestart() throws Exception {
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject())) {
      try (var certificates = open(pebble.authority())) {
        certificates.begin();
        awaitFailure(1);
      }
      long orders = pebble.count("POST /order-plz");
      try (var certificates = open(pebble.authority())) {
        certificates.begin();
        certificates.lookNow();
        pass(Duration.ofSeconds(90));
        certificates.lookNow();
        answerInTheClear(certificates, ports.http());
        answerByTls(certificates, ports.tls());
        assertThat(pebble.count("POST /order-plz")).isEqualTo(orders).isPositive();
        pass(Duration.ofSeconds(90));
        certificates.lookNow();
        awaitCertificate(certificates);
      }
    }
  }

  @Test
  void domain_thatTheAuthorityRefuses_isToldWithItsWords() throws Exception {
    try (var pebble = Pebble.start(folder, Pebble.Ports.free(), new JsonObject());
        var certificates = open(pebble.authority(), "blocked.example")) {
      certificates.begin();

      assertThat(awaitFailure(1)).contains("blocked.example");
    }
  }

  @Test
  void authority_thatWantsAnAccountOfItsOwn_givesToWhoHasOneAlone() throws Exception {
    var ports = Pebble.Ports.free();
    var settings =
        new JsonObject()
            .put("externalAccountBindingRequired", true)
            .put("externalAccountMACKeys", new JsonObject().put("kid-1", EAB_KEY));
    try (var pebble = Pebble.start(folder, ports, settings)) {
      try (var certificates = open(pebble.authority())) {
        certificates.begin();
        assertThat(awaitFailure(1)).contains("externalAccountBinding");
      }
      Files.delete(folder.resolve("https").resolve("state.json"));
      var bound =
          new Authority(
              pebble.directory(),
              Optional.of("operator@room.example"),
              Optional.of(new Authority.Binding("kid-1", EAB_KEY)),
              Optional.of(pebble.trusted()));
      try (var certificates = open(bound)) {
        answerInTheClear(certificates, ports.http());
        certificates.begin();
        awaitCertificate(certificates);
      }
    }
  }

  @Test
  void authority_thatIsBusy_isLeftInPeaceAsLongAsItSays() throws Exception {
    var port = Pebble.freePort();
    try (var busy = BusyAuthority.start(folder, port);
        var certificates =
            open(
                new Authority(
                    URI.create("https://localhost:" + port + "/dir"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(busy.trusted())))) {
      certificates.begin();
      var line = awaitFailure(1);
      assertThat(line).contains("too many");
      pass(Duration.ofMinutes(50));
      certificates.lookNow();
      pass(Duration.ofMinutes(11));
      certificates.lookNow();
      awaitFailure(2);
      assertThat(busy.accounts()).isEqualTo(2);
    }
  }

  @Test
  void host_thatExists_getsItsOwnWhenItIsCalled_andOthersGetNone() throws Exception {
    var ports = Pebble.Ports.free();
    hosts.add("alice.room.example");
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var certificates = open(pebble.authority())) {
      answerInTheClear(certificates, ports.http());
      answerByTls(certificates, ports.tls());
      certificates.begin();
      var main = awaitCertificate(certificates);

      assertThat(TlsVisit.shown(ports.tls(), "nobody.room.example")).contains(main);
      assertThat(TlsVisit.shown(ports.tls(), "alice.room.example")).contains(main);
      var alice =
          Awaitility.await("her certificate")
              .atMost(Duration.ofMinutes(1))
              .until(
                  () -> TlsVisit.shown(ports.tls(), "alice.room.example").orElseThrow(),
                  shown -> !shown.equals(main));
      assertThat(alice.getSubjectAlternativeNames())
          .containsExactly(List.of(2, "alice.room.example"));
      assertThat(TlsVisit.shown(ports.tls(), DOMAIN)).contains(main);
      assertThat(pebble.count("Issued certificate")).isEqualTo(2);

      hosts.remove("alice.room.example");
      certificates.reviewHosts();
      Awaitility.await("its end")
          .until(() -> Files.notExists(folder.resolve("https/alice.room.example.pem")));
      assertThat(TlsVisit.shown(ports.tls(), "alice.room.example")).contains(main);
    }
  }

  @Test
  void hosts_ofAWeekFullOfThem_leaveTheDomainItsOwn() throws Exception {
    var ports = Pebble.Ports.free();
    hosts.add("alice.room.example");
    var issued = new JsonArray();
    for (int i = 0; i < 40; i++) {
      issued.add(now.get().minusSeconds(3600).toString());
    }
    Files.createDirectories(folder.resolve("https"));
    Files.writeString(
        folder.resolve("https/state.json"), new JsonObject().put("issued", issued).encode());
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var certificates = open(pebble.authority())) {
      answerInTheClear(certificates, ports.http());
      answerByTls(certificates, ports.tls());
      certificates.begin();
      var main = awaitCertificate(certificates);

      assertThat(TlsVisit.shown(ports.tls(), "alice.room.example")).contains(main);

      Awaitility.await("a word of it")
          .until(() -> log.lines().stream().anyMatch(line -> line.contains("40 within a week")));
      assertThat(pebble.count("Issued certificate")).isEqualTo(1);
      pass(Duration.ofDays(8));
      Awaitility.await("her certificate")
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> !TlsVisit.shown(ports.tls(), "alice.room.example").equals(Optional.of(main)));
    }
  }

  @Test
  void dnsHook_makesOneCertificateForAllSubdomains() throws Exception {
    hosts.add("alice.room.example");
    try (var pebble = Pebble.start(folder, Pebble.Ports.free(), new JsonObject());
        var certificates = open(pebble.authority(), DOMAIN, Optional.of(hook(pebble)))) {
      certificates.begin();

      assertThat(awaitCertificate(certificates).getSubjectAlternativeNames())
          .containsExactlyInAnyOrder(List.of(2, DOMAIN), List.of(2, "*." + DOMAIN));
      assertThat(Files.readAllLines(folder.resolve("hook.log")))
          .hasSize(4)
          .allMatch(
              line -> line.matches("(present|cleanup) _acme-challenge.room.example [^ ]{43}"));
    }
  }

  @Test
  void dnsHook_thatFails_isToldByItsFirstLine() throws Exception {
    var program = folder.resolve("hook");
    Files.writeString(program, "#!/bin/sh\necho the zone is locked\necho more >&2\nexit 3\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    try (var pebble = Pebble.start(folder, Pebble.Ports.free(), new JsonObject());
        var certificates = open(pebble.authority(), DOMAIN, Optional.of(program))) {
      certificates.begin();

      assertThat(awaitFailure(1)).contains("the DNS hook ended with 3: the zone is locked;");
    }
  }

  /** Writes into the authority's own DNS. */
  private Path hook(Pebble pebble) throws Exception {
    var program = folder.resolve("hook");
    Files.writeString(
        program,
        """
        #!/bin/bash
        set -eu
        env | grep -q '^ALCOVE_' && exit 9
        echo "$1 $2 $3" >> "%s"
        case $1 in
          present) path=set-txt; body="{\\"host\\":\\"$2.\\",\\"value\\":\\"$3\\"}" ;;
          cleanup) path=clear-txt; body="{\\"host\\":\\"$2.\\"}" ;;
        esac
        exec 3<>/dev/tcp/127.0.0.1/%s
        printf 'POST /%%s HTTP/1.0\\r\\nContent-Length: %%d\\r\\n\\r\\n%%s' "$path" "${#body}" "$body" >&3
        cat <&3 >/dev/null
        """
            .formatted(folder.resolve("hook.log"), pebble.dnsControl().getPort()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }
}

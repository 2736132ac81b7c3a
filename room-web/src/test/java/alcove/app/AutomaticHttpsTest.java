package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.acme.Pebble;
import alcove.acme.TlsVisit;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedSignature;
import alcove.room.aliases.AliasRegistration;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Rooms that get their certificate by themselves, from a real authority. */
@EnabledIfEnvironmentVariable(
    named = Pebble.VARIABLE,
    matches = ".+",
    disabledReason = Pebble.WHY_NOT)
class AutomaticHttpsTest {
  private static final String DOMAIN = "room.example";

  @TempDir private Path folder;

  private RunningRoom start(Pebble pebble, Pebble.Ports ports) throws Exception {
    Map<Setting<?>, String> settings =
        new HashMap<>(
            Map.of(
                Setting.DATA,
                folder.resolve("data").toString(),
                Setting.LISTEN,
                "127.0.0.1",
                Setting.SSB_PORT,
                "0",
                Setting.HTTP_PORT,
                Integer.toString(ports.http()),
                Setting.HTTPS_PORT,
                Integer.toString(ports.tls()),
                Setting.DOMAIN,
                DOMAIN,
                Setting.HTTPS,
                "auto",
                Setting.ACME_DIRECTORY,
                pebble.directory().toString(),
                Setting.ACME_CA_FILE,
                pebble.trusted().toString(),
                Setting.METRICS_PORT,
                "0"));
    settings.put(Setting.ACME_CONTACT, "operator@room.example");
    return RunningRoom.start(ConfigReader.read(settings, Map.of()));
  }

  private static X509Certificate awaitCertificate(int port) {
    return Awaitility.await("a certificate")
        .atMost(Duration.ofMinutes(1))
        .until(() -> TlsVisit.shown(port, DOMAIN), Optional::isPresent)
        .orElseThrow();
  }

  private static String exchange(Socket socket, String host, String path) throws IOException {
    try (socket) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(path, host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void room_withNothing_hasACertificateThatLastsOverRestarts() throws Exception {
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject())) {
      X509Certificate first;
      try (var room = start(pebble, ports)) {
        assertThat(room.address().landing()).isEqualTo("https://room.example:" + ports.tls() + "/");
        first = awaitCertificate(ports.tls());
        assertThat(first.getSubjectAlternativeNames()).containsExactly(List.of(2, DOMAIN));

        assertThat(exchange(TlsVisit.connect(ports.tls(), DOMAIN), DOMAIN, "/"))
            .startsWith("HTTP/1.1 200 ")
            .contains("Strict-Transport-Security: max-age=");
        assertThat(exchange(plain(ports), DOMAIN, "/members"))
            .startsWith("HTTP/1.1 308 ")
            .contains("location: https://room.example:" + ports.tls() + "/members");
        assertThat(exchange(plain(ports), DOMAIN, "/healthz")).startsWith("HTTP/1.1 200 ");
        assertThat(exchange(plain(ports), DOMAIN, "/.well-known/acme-challenge/unknown"))
            .startsWith("HTTP/1.1 308 ");
        requireOwnerOnly(folder.resolve("data").resolve("https"));
      }
      try (var room = start(pebble, ports)) {
        assertThat(TlsVisit.shown(ports.tls(), DOMAIN)).contains(first);
        assertThat(room.address().isSecure()).isTrue();
      }
      assertThat(pebble.count("Issued certificate")).isEqualTo(1);
    }
  }

  @Test
  void certificates_areToldInFiguresAndByStatus() throws Exception {
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var room = start(pebble, ports)) {
      var end = awaitCertificate(ports.tls()).getNotAfter().toInstant();

      var figures = new Socket(InetAddress.getLoopbackAddress(), room.metricsPort().orElseThrow());
      assertThat(exchange(figures, "localhost", "/metrics"))
          .contains("\nacme_certificate_expiry_timestamp_seconds " + end.getEpochSecond() + "\n")
          .contains("\nacme_certificate_wildcard 0\n", "\nacme_certificate_hosts 0\n")
          .contains("\nacme_orders_failed_total 0\n")
          .doesNotContain("acme_next_try");
      var operator = Operator.at(folder.resolve("data"));
      assertThat(operator.run("status", "--json").json().path("https").toString())
          .isEqualTo(
              "{\"certificateEnds\":\"%s\",\"wildcard\":false,\"hosts\":0,\"hostsWaiting\":0,\"hostsFailed\":0,\"failures\":0}"
                  .formatted(end));
      assertThat(operator.run("status").out()).contains(" got by itself, for the domain\n");
    }
  }

  @Test
  void failure_always_isToldUntilItWorks() throws Exception {
    var ports = Pebble.Ports.free();
    var pebble = Pebble.start(folder, ports, new JsonObject());
    pebble.stop();

    try (var _ = start(pebble, ports)) {
      var operator = Operator.at(folder.resolve("data"));
      var trouble =
          Awaitility.await("a failure")
              .atMost(Duration.ofMinutes(1))
              .until(
                  () -> operator.run("status", "--json").json().path("https").path("trouble"),
                  found -> found.has("why"));
      assertThat(trouble.path("why").asText()).startsWith("the authority cannot be reached: ");
      assertThat(Instant.parse(trouble.path("nextTry").asText()))
          .isAfter(Instant.parse(trouble.path("at").asText()));
      assertThat(operator.run("status").out())
          .contains("no new one: the authority cannot be reached: ", "tried again at ");
    }
  }

  @Test
  void alias_thatIsRevoked_losesItsCertificateAndKey() throws Exception {
    var data = folder.resolve("data");
    var operator = Operator.of(data);
    var identity = Identity.load(CryptoChoice.AUTO, DataDirectory.secretIn(data)).keys().id();
    var alice = TestPeers.newKeys();
    operator.prepare(
        room -> {
          room.members().add(Actor.operator(), alice.id(), Role.MEMBER);
          var text = new AliasRegistration(identity, alice.id(), "alice").signedText();
          var signature = alice.sign(TestPeers.CRYPTO, text.getBytes(StandardCharsets.UTF_8));
          room.aliases().register(alice.id(), "alice", FeedSignature.of(signature).toString());
        });
    assertThat(operator.run("setting", "set", "alias-form", "subdomain").code()).isZero();
    var ports = Pebble.Ports.free();
    try (var pebble = Pebble.start(folder, ports, new JsonObject());
        var _ = start(pebble, ports)) {
      var host = "alice." + DOMAIN;
      var main = awaitCertificate(ports.tls());
      assertThat(TlsVisit.shown(ports.tls(), host)).contains(main);
      Awaitility.await("a certificate of the alias")
          .atMost(Duration.ofMinutes(1))
          .until(() -> !TlsVisit.shown(ports.tls(), host).equals(Optional.of(main)));
      assertThat(data.resolve("https/" + host + ".pem")).exists();
      assertThat(operator.run("status").out()).contains("for the domain, and for 1 alias\n");

      assertThat(operator.run("alias", "revoke", "alice", "--yes").code()).isZero();

      Awaitility.await("an end")
          .atMost(Duration.ofMinutes(1))
          .until(() -> Files.notExists(data.resolve("https/" + host + ".pem")));
      assertThat(TlsVisit.shown(ports.tls(), host)).contains(main);
      assertThat(Files.readString(data.resolve("https/state.json"))).doesNotContain("alice");
    }
  }

  private static Socket plain(Pebble.Ports ports) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), ports.http());
  }

  private static void requireOwnerOnly(Path https) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(https)))
        .isEqualTo("rwx------");
    try (var files = Files.list(https)) {
      assertThat(files.toList())
          .hasSize(3)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void room_whoseAuthorityDoesNotAnswer_runsAndStopsAllTheSame() throws Exception {
    var ports = Pebble.Ports.free();
    var pebble = Pebble.start(folder, ports, new JsonObject());
    pebble.stop();

    try (var room = start(pebble, ports)) {
      assertThat(TlsVisit.shown(ports.tls(), DOMAIN)).isEmpty();
      assertThat(exchange(plain(ports), DOMAIN, "/readyz")).startsWith("HTTP/1.1 200 ");
      assertThat(room.address().isSecure()).isTrue();
    }
  }
}

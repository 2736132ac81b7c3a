package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.acme.Pebble;
import alcove.acme.TlsVisit;
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
                Setting.ACME_CONTACT,
                "operator@room.example"));
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

package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.app.Operator.Way;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code alcove doctor} with a real server, and with none. */
class DoctorCommandTest {
  @TempDir private Path folder;
  private Operator operator;

  @BeforeEach
  void open() throws Exception {
    operator = Operator.of(folder.resolve("data"));
  }

  @AfterEach
  void close() {
    operator.close();
  }

  private Map<String, String> diagnoses() throws Exception {
    Operator.Result result = operator.run("doctor", "--json");
    assertThat(result.err()).isEmpty();
    Map<String, String> found = new HashMap<>();
    for (JsonNode each : new JsonMapper().readTree(result.out())) {
      found.put(each.path("check").asText(), each.path("diagnosis").asText());
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource
  void doctor_ofAServedRoomOfAnyMode_reachesItAndHasPeersMeet(PrivacyMode mode) throws Exception {
    operator
        .prepare(room -> room.change(Actor.operator(), RoomSetting.PRIVACY_MODE, mode.word()))
        .by(Way.SERVED);

    assertThat(diagnoses())
        .containsEntry("site", "site-is-this-room")
        .containsEntry("proxy", "proxy-none")
        .containsEntry("websocket", "websocket-works")
        .containsEntry("ssb-port", "ssb-port-works")
        .containsEntry("peers", "peers-meet")
        .containsEntry("secret", "secret-private")
        .containsEntry("database", "database-file-works")
        .containsEntry("backup", "backup-never");
  }

  @Test
  void doctor_ofARoomThatNobodyServes_looksAtWhatIsThere() throws Exception {
    operator.by(Way.ALONE);

    assertThat(diagnoses())
        .containsEntry("site", "not-served")
        .containsEntry("peers", "not-served")
        .containsEntry("secret", "secret-private")
        .containsEntry("admin", "admin-missing");
    assertThat(operator.run("doctor").out()).contains("warning  admin").contains("alcove setup");
  }

  @Test
  void doctor_ofARoomWithItsOwnCertificate_seesThatAndReachesTheRoom() throws Exception {
    Path chain = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    TestCertificate.create(folder, "dns:localhost", "-1d", 90).write(chain, key);
    Map<Setting<?>, String> settings =
        new HashMap<>(
            Map.of(
                Setting.DATA, folder.resolve("data").toString(),
                Setting.LISTEN, "localhost",
                Setting.SSB_PORT, "0",
                Setting.HTTP_PORT, "0",
                Setting.HTTPS_PORT, "0",
                Setting.TLS_CERT, chain.toString(),
                Setting.TLS_KEY, key.toString()));

    try (var room = RunningRoom.start(ConfigReader.read(settings, Map.of()))) {
      assertThat(room.address().landing()).matches("https://localhost:[0-9]+/");
      assertThat(diagnoses())
          .containsEntry("certificate", "certificate-untrusted")
          .containsEntry("site", "site-is-this-room")
          .containsEntry("proxy", "proxy-none")
          .containsEntry("clock", "clock-uncompared")
          .containsEntry("websocket", "websocket-fails")
          .containsEntry("peers", "peers-meet");
    }
  }

  /**
   * What is told to everybody leads to another server, as behind a router that forwards wrongly.
   */
  @Test
  void doctor_ofARoomWhosePeersAreLedElsewhere_saysThatTheyFail() throws Exception {
    Map<Setting<?>, String> settings =
        new HashMap<>(
            Map.of(
                Setting.DATA, folder.resolve("data").toString(),
                Setting.LISTEN, "127.0.0.1",
                Setting.SSB_PORT, "0",
                Setting.HTTP_PORT, "0"));
    try (var other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> hangUpOnEverybody(other));
      settings.put(Setting.ADVERTISE, "127.0.0.1:" + other.getLocalPort());

      try (var room = RunningRoom.start(ConfigReader.read(settings, Map.of()))) {
        assertThat(room.address().peers().port()).isEqualTo(other.getLocalPort());
        assertThat(diagnoses())
            .containsEntry("websocket", "websocket-works")
            .containsEntry("ssb-port", "ssb-port-fails")
            .containsEntry("peers", "peers-do-not-meet");
        assertThat(operator.run("doctor").code()).isEqualTo(1);
      }
    }
  }

  private static void hangUpOnEverybody(ServerSocket socket) {
    try {
      while (!socket.isClosed()) {
        socket.accept().close();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Test
  void doctor_withAnArgument_isAMistake() {
    assertThat(operator.run("doctor", "now").code()).isEqualTo(2);
  }

  @Test
  void doctor_whenSomethingFails_endsWithOne() throws Exception {
    operator.by(Way.SERVED);
    Operator.Result well = operator.run("doctor");
    Files.setPosixFilePermissions(
        folder.resolve("data/secret"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(well.code()).isZero();
    Operator.Result ill = operator.run("doctor");
    assertThat(ill.code()).isEqualTo(1);
  }
}

package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import alcove.ops.terminal.CommandException;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.PeerConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads of a running room. */
final class MetricsTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final TestPeers peers = new TestPeers();

  @TempDir private Path folder;

  @AfterEach
  void close() throws Exception {
    http.close();
    peers.close();
  }

  private RunningRoom start(Map<Setting<?>, String> more) throws Exception {
    var settings =
        new HashMap<>(
            Map.of(
                Setting.DATA, folder.resolve("data").toString(),
                Setting.PRIVACY_MODE, "open",
                Setting.LISTEN, "127.0.0.1",
                Setting.SSB_PORT, "0",
                Setting.HTTP_PORT, "0"));
    settings.putAll(more);
    return RunningRoom.start(ConfigReader.read(settings, Map.of()));
  }

  private RunningRoom start() throws Exception {
    return start(Map.of(Setting.METRICS_PORT, "0"));
  }

  private static PeerConnection connect(PeerClient peer, RunningRoom room) throws Exception {
    var address = room.address().address();
    return TestPeers.await(
        peer.connect(
            address.host().orElseThrow(),
            address.port().orElseThrow(),
            address.key().orElseThrow()));
  }

  private static void sayGoodbye(PeerConnection connection) {
    connection.loop().eventLoop().execute(() -> connection.close(CloseReason.STOPPED));
  }

  private HttpResponse<String> ask(RunningRoom room, String method, String path)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:%s%s".formatted(room.metricsPort().orElseThrow(), path));
    var request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private String scrape(RunningRoom room) {
    try {
      return ask(room, "GET", "/metrics").body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void scrape_whileTwoPeersTalk_countsThem() throws Exception {
    try (var room = start()) {
      PeerClient alice = peers.client(TestPeers.newKeys());
      PeerClient bob = peers.client(TestPeers.newKeys());
      var alicesRoom = connect(alice, room);
      var bobsRoom = connect(bob, room);
      TestPeers.call(bobsRoom, "tunnel.announce");
      TestPeers.echoThrough(alicesRoom, alice, bob, "hello");

      assertThat(scrape(room).lines())
          .contains(
              "room_peers{transport=\"tcp\"} 2",
              "room_peers{transport=\"ws\"} 0",
              "room_tunnels 1",
              "room_attendants 1",
              "room_handshakes_total{result=\"ok\"} 2",
              "room_tunnel_opened_total{result=\"ok\"} 1",
              "room_tunnel_opened_total{result=\"not_attending\"} 0")
          .doesNotContain("room_tunnel_bytes_total 0");
      assertThat(scrape(room)).doesNotContain(alice.id().toString(), "127.0.0.1");

      sayGoodbye(alicesRoom);
      sayGoodbye(bobsRoom);

      await()
          .untilAsserted(
              () ->
                  assertThat(scrape(room).lines())
                      .contains(
                          "room_peers{transport=\"tcp\"} 0",
                          "room_tunnels 0",
                          "room_disconnects_total{reason=\"goodbye\"} 2"));
    }
  }

  @Test
  void scrape_afterAPeerTooMany_countsItAsTurnedAway() throws Exception {
    try (var room = start(Map.of(Setting.METRICS_PORT, "0", LimitSettings.MAX_CONNECTIONS, "1"))) {
      var first = connect(peers.client(TestPeers.newKeys()), room);
      assertThat(scrape(room).lines()).contains("room_handshakes_total{result=\"turned_away\"} 0");

      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> connect(peers.client(TestPeers.newKeys()), room));

      assertThat(scrape(room).lines())
          .contains(
              "room_handshakes_total{result=\"turned_away\"} 1",
              "room_handshakes_total{result=\"ok\"} 1",
              "room_peers{transport=\"tcp\"} 1");
      sayGoodbye(first);
    }
  }

  @Test
  void scrape_afterTheFirstLook_knowsTheDatabase() throws Exception {
    try (var room = start()) {
      await().until(() -> scrape(room).lines().anyMatch(l -> l.matches("db_size_bytes [1-9]\\d+")));
    }
  }

  @Test
  void door_answersNothingElse() throws Exception {
    try (var room = start()) {
      var good = ask(room, "GET", "/metrics");
      assertThat(good.statusCode()).isEqualTo(200);
      assertThat(good.headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(ask(room, "GET", "/").statusCode()).isEqualTo(404);
      assertThat(ask(room, "POST", "/metrics").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void room_withoutAMetricsPort_hasNone() throws Exception {
    try (var room = start(Map.of())) {
      assertThat(room.metricsPort()).isEmpty();
    }
  }

  @Test
  void start_onATakenMetricsPort_saysWhichSettingMendsIt() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(
              () -> start(Map.of(Setting.METRICS_PORT, String.valueOf(taken.getLocalPort()))))
          .withMessageContaining("--metrics-port");
    }
  }
}

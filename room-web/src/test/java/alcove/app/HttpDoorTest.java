package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the HTTP port of a running room speaks. */
final class HttpDoorTest {
  private static final String CLOSE = "Connection: close\r\n\r\n";

  @TempDir private Path folder;

  private RunningRoom start(Map<Setting<?>, String> more) throws Exception {
    var settings =
        new HashMap<Setting<?>, String>(
            Map.of(
                Setting.DATA, folder.resolve("data").toString(),
                Setting.LISTEN, "127.0.0.1",
                Setting.SSB_PORT, "0",
                Setting.HTTP_PORT, "0",
                Setting.METRICS_PORT, "0"));
    settings.putAll(more);
    return RunningRoom.start(ConfigReader.read(settings, Map.of()));
  }

  private static String exchange(int port, String request) throws IOException {
    var answer = new ByteArrayOutputStream();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().transferTo(answer);
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void httpPort_withAnAddressOfItsOwn_isOpenThereAlone() throws Exception {
    try (var room = start(Map.of(Setting.LISTEN, "127.0.0.2", Setting.HTTP_LISTEN, "localhost"))) {
      var peers = InetAddress.getByName("127.0.0.2");
      int site = room.address().webSocketPeers().port();

      assertThat(room.address().landing()).isEqualTo("http://localhost:" + site + "/");
      assertThat(exchange(site, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + CLOSE))
          .startsWith("HTTP/1.1 200 ");
      assertThatThrownBy(() -> new Socket(peers, site)).isInstanceOf(ConnectException.class);
      new Socket(peers, room.address().peers().port()).close();
    }
  }

  @Test
  void http2_withoutTls_isNotSpoken() throws Exception {
    try (var room = start(Map.of())) {
      var site = room.address().webSocketPeers().port();
      for (int port : new int[] {site, room.metricsPort().orElseThrow()}) {
        assertThat(
                exchange(
                    port,
                    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                        + "Connection: Upgrade, HTTP2-Settings\r\n\r\n"
                        + "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
                        + CLOSE))
            .startsWith("HTTP/1.1 ")
            .doesNotContain("101 Switching");
        assertThat(exchange(port, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0".repeat(9)))
            .containsPattern("^HTTP/[0-9.]+ (400|501|505) ");
      }
    }
  }
}

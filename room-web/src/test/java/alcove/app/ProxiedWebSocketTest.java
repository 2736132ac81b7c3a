package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits on WebSockets that come through a proxy on this machine. */
final class ProxiedWebSocketTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<WebSocket> sockets = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    sockets.forEach(WebSocket::abort);
    client.close();
  }

  @Test
  void webSockets_behindTrustedProxy_areLimitedByTheClientItNames() throws Exception {
    try (var room = start(Map.of())) {
      assertThat(isLetIn(room, "192.0.2.1")).isTrue();
      assertThat(isLetIn(room, "192.0.2.1:4711")).isFalse();
      assertThat(isLetIn(room, "192.0.2.1, 192.0.2.2")).isTrue();
      assertThat(isLetIn(room, "[2001:db8::1]:4711")).isTrue();
      assertThat(isLetIn(room, "2001:db8::2")).isFalse();
    }
  }

  @Test
  void webSockets_ofTheProxyItself_areNotLimited() throws Exception {
    try (var room = start(Map.of())) {
      for (int i = 0; i < 3; i++) {
        assertThat(isLetIn(room, null)).isTrue();
      }
    }
  }

  @Test
  void webSockets_withHeaderFromElsewhere_areThoseOfTheirSocket() throws Exception {
    try (var room = start(Map.of(Setting.TRUSTED_PROXY, "10.0.0.0/8"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(isLetIn(room, "192.0.2.1")).isTrue();
      }
    }
  }

  private RunningRoom start(Map<Setting<?>, String> more) throws Exception {
    var settings =
        new HashMap<>(
            Map.of(
                Setting.DATA, folder.resolve("data").toString(),
                Setting.LISTEN, "127.0.0.1",
                Setting.SSB_PORT, "0",
                Setting.HTTP_PORT, "0",
                LimitSettings.MAX_CONNECTIONS_PER_ADDRESS, "1"));
    settings.putAll(more);
    return RunningRoom.start(ConfigReader.read(settings, Map.of()));
  }

  /** Whether a ping is answered; a socket over the limit is reset instead. */
  private boolean isLetIn(RunningRoom room, @Nullable String forwardedFor) throws Exception {
    int port = room.address().webSocketPeers().port();
    var building = client.newWebSocketBuilder();
    if (forwardedFor != null) {
      building.header("X-Forwarded-For", forwardedFor);
    }
    var answer = new Answer();
    try {
      var socket =
          building
              .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), answer)
              .get(15, TimeUnit.SECONDS);
      sockets.add(socket);
      socket.sendPing(ByteBuffer.allocate(0)).get(15, TimeUnit.SECONDS);
    } catch (ExecutionException reset) {
      return false;
    }
    return answer.pong.get(15, TimeUnit.SECONDS);
  }

  private static final class Answer implements WebSocket.Listener {
    private final CompletableFuture<Boolean> pong = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      pong.complete(true);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      pong.complete(false);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      pong.complete(false);
    }
  }
}

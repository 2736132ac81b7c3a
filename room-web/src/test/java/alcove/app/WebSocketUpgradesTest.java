package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketUpgradesTest {
  private static final String GOOD =
      "GET /any HTTP/1.1|Host: localhost|Upgrade: websocket|Connection: keep-alive, Upgrade|"
          + "Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

  private final Vertx vertx = Vertx.builder().build();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                new WebSocketUpgrades(
                    request -> request.response().end("a page"), socket -> socket.close()));
    port = get(server.listen(0, "127.0.0.1")).actualPort();
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** The head of the answer, in lower case. */
  private String ask(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      String text = request.replace("|", "\r\n") + "\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        head.append((char) next);
      }
      return head.toString().toLowerCase(Locale.ROOT);
    }
  }

  @Test
  void goodRequest_becomesAWebSocket() throws IOException {
    assertThat(ask(GOOD)).startsWith("http/1.1 101 ").contains("s3pplmbitxaq9kygzzhzrbk+xoo=");
  }

  @Test
  void visitor_getsThePage() throws IOException {
    assertThat(ask("GET / HTTP/1.1|Host: localhost")).startsWith("http/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "7", "0", "14", "13, 8", "x", ""})
  void otherVersion_isToldOurs(String version) throws IOException {
    assertThat(ask(GOOD.replace("Version: 13", "Version: " + version)))
        .startsWith("http/1.1 426 ")
        .contains("sec-websocket-version: 13\r\n");
  }

  @Test
  void noVersion_isToldOurs() throws IOException {
    String hixie =
        "GET /any HTTP/1.1|Host: localhost|Upgrade: WebSocket|Connection: Upgrade|"
            + "Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5|Sec-WebSocket-Key2: 12998 5 Y3 1  .P00";

    assertThat(ask(hixie)).startsWith("http/1.1 426 ").contains("sec-websocket-version: 13\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dGhlIHNhbXBsZSBub25jZQ", // not padded
        "dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "dGhlIHNhbXBsZSBub25jZXM=", // 17 bytes
        "AA==",
        "x",
        "???????????????????????="
      })
  void keyThatIsNotSixteenBytes_isRefused(String key) throws IOException {
    assertThat(ask(GOOD.replace("dGhlIHNhbXBsZSBub25jZQ==", key))).startsWith("http/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost|=",
        "Host: localhost=Host: localhost|Host: localhost",
        "HTTP/1.1=HTTP/1.0",
        "GET=POST",
        "|Connection: keep-alive, Upgrade=",
      })
  void requestThatIsNoneOfAWebSocket_isRefused(String change) throws IOException {
    int at = change.indexOf('=');
    String request =
        GOOD.replaceFirst(Pattern.quote(change.substring(0, at)), change.substring(at + 1));

    assertThat(ask(request)).matches("(?s)http/1\\.[01] 400 .*");
  }
}

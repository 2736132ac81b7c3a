package alcove.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.address.TrustedProxies;
import alcove.watch.LogLines;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With a server of Vert.x, and files for 32 sockets of browsers. */
class DoorwayTest {
  @RegisterExtension final LogLines log = LogLines.of(Doorway.class);
  private final Doorway doorway =
      new Doorway(OptionalLong.of(256 + 4 * 32), new TrustedProxies(List.of()));
  private final Vertx vertx =
      Vertx.builder().withTransport(GuardedTransport.behind(doorway)).build();
  private final HttpClient browser =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Socket> opened = new ArrayList<>();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .webSocketHandler(socket -> HttpSocket.of(socket).ifPresent(HttpSocket::leave))
            .requestHandler(
                request -> {
                  HttpSocket.of(request).ifPresent(HttpSocket::begin);
                  request.response().end("here");
                  HttpSocket.of(request).ifPresent(HttpSocket::end);
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    port = server.actualPort();
    doorway.guard(port);
  }

  @AfterEach
  void close() throws Exception {
    for (Socket each : opened) {
      each.close();
    }
    browser.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    opened.add(socket);
    return socket;
  }

  private String get() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build();
    return browser.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void silentSockets_howeverManyTheyAre_keepNobodyOut() throws Exception {
    for (int i = 0; i < 100; i++) {
      open();
    }
    assertThat(get()).isEqualTo("here");
    await().until(() -> doorway.sockets() == 32);
    assertThat(opened.getFirst().getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void webSocket_isNoneOfThem() throws Exception {
    WebSocket socket =
        browser
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port), new WebSocket.Listener() {})
            .get(10, TimeUnit.SECONDS);
    await().until(() -> doorway.sockets() == 0);
    socket.abort();
    get();
    assertThat(doorway.sockets()).isEqualTo(1);
  }

  @Test
  void listener_thatGetsNoMoreSockets_saysSoOnceAndRests() {
    EmbeddedChannel listener = new EmbeddedChannel(doorway);
    for (int i = 0; i < 100; i++) {
      listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    }
    assertThat(listener.config().isAutoRead()).isFalse();
    listener.advanceTimeBy(1, TimeUnit.SECONDS);
    listener.runPendingTasks();
    assertThat(listener.config().isAutoRead()).isTrue();
    listener.checkException();
    assertThat(log.events())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getFormattedMessage()).contains("Too many open files", "ulimit -n");
              assertThat(line.getThrowableProxy()).isNull();
            });
  }

  @Test
  void peers_asManyAsThereAreFilesFor() {
    assertThat(doorway.peers(new FileDemand(10, false))).isEqualTo(10);
    assertThat(doorway.peers(new FileDemand(10_000, false))).isEqualTo(4 * 32 - 32);
  }
}

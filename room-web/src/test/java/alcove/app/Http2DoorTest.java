package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.watch.LogLines;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What well-behaved clients get by HTTP/2 at a room's own HTTPS port. */
class Http2DoorTest {
  @RegisterExtension final LogLines log = LogLines.warnings();
  @TempDir private Path folder;
  private SecureRoom room;
  private HttpClient client;

  @BeforeEach
  void open() throws Exception {
    room = SecureRoom.start(folder);
    client = SecureRoom.client(HttpClient.Version.HTTP_2);
  }

  @AfterEach
  void close() {
    client.close();
    room.close();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> setUp() throws Exception {
    assertThat(room.get(client, room.setup()).statusCode()).isEqualTo(303);
    assertThat(room.get(client, "/setup").statusCode()).isEqualTo(200);
    return room.post(
        client,
        "/setup/password",
        "id=%s&password=%s&again=%s"
            .formatted(
                encode(TestPeers.newKeys().id().toString()),
                "a+long+password+of+mine",
                "a+long+password+of+mine"));
  }

  @Test
  void pages_ofOneBrowser_comeAtOnceOverOneConnection() throws Exception {
    assertThat(room.get(client, "/").version()).isEqualTo(HttpClient.Version.HTTP_2);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      answers.add(
          client.sendAsync(
              HttpRequest.newBuilder(room.at(i % 2 == 0 ? "/" : "/join?invite=none")).build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    for (int i = 0; i < answers.size(); i++) {
      var answer = answers.get(i).get(30, TimeUnit.SECONDS);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(i % 2 == 0 ? 200 : 404);
      assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
      assertThat(answer.headers().map()).doesNotContainKeys("connection", "transfer-encoding");
    }
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void clients_thatKnowOnlyHttp11_getThat() throws Exception {
    try (var older = SecureRoom.client(HttpClient.Version.HTTP_1_1)) {
      var answer = room.get(older, "/");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void setup_byItsForm_signsInAndTellsOfEvents() throws Exception {
    var done = setUp();

    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(done.version()).isEqualTo(HttpClient.Version.HTTP_2);
    var dashboard = room.get(client, "/dashboard");
    assertThat(dashboard.statusCode()).isEqualTo(200);
    var events =
        client.send(
            HttpRequest.newBuilder(room.at("/dashboard/events")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
      assertThat(events.headers().firstValue("content-type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      assertThat(lines.readLine()).isEqualTo(":");
      assertThat(room.get(client, "/dashboard").statusCode()).isEqualTo(200);
    }
    assertThat(log.lines()).isEmpty();
  }

  /** A member has 20 places; these are left while it is looked up whose they would be. */
  @Test
  void events_thatAreLeftAtOnce_leaveTheirPlaces() throws Exception {
    assertThat(setUp().statusCode()).isEqualTo(303);
    var cookies = client.cookieHandler().orElseThrow().get(room.at("/dashboard"), Map.of());
    var mine = String.join("; ", Objects.requireNonNull(cookies.get("Cookie")));
    try (var wire = Http2Wire.open(room.port())) {
      for (int id = 1; id < 80; id += 2) {
        wire.get(id, "/dashboard/events", "cookie", mine);
        wire.send(Http2Wire.RST_STREAM, 0, id, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
      }
      wire.get(81, "/dashboard/events", "cookie", mine);
      assertThat(wire.answer(81)).startsWith(":status: 200\n");
    }
  }

  @Test
  void page_forWhoUnpacks_isCompressed() throws Exception {
    var packed =
        client.send(
            HttpRequest.newBuilder(room.at("/")).header("Accept-Encoding", "gzip").build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
    try (var page = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8)).contains("</html>");
    }
  }

  @Test
  void cookies_inFieldsOfTheirOwn_areAllKnown() throws Exception {
    room.get(client, room.setup());
    var cookies = client.cookieHandler().orElseThrow().get(room.at("/setup"), Map.of());
    var setup = Objects.requireNonNull(cookies.get("Cookie")).getFirst();
    try (var wire = Http2Wire.open(room.port())) {
      wire.get(1, "/setup", "cookie", "a=b", "cookie", setup, "cookie", "c=d");
      assertThat(wire.answer(1)).startsWith(":status: 200\n");
      wire.get(3, "/setup", "cookie", "a=b");
      assertThat(wire.answer(3)).doesNotStartWith(":status: 200\n");
    }
  }

  @Test
  void webSocket_besideHttp2_opensOnItsOwnConnection() throws Exception {
    assertThat(room.get(client, "/").version()).isEqualTo(HttpClient.Version.HTTP_2);

    var socket =
        client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("wss://localhost:" + room.port() + "/"), new WebSocket.Listener() {})
            .get(15, TimeUnit.SECONDS);

    assertThat(socket.isInputClosed()).isFalse();
    socket.abort();
    try (var wire = Http2Wire.open(room.port())) {
      var settings = wire.await(frame -> frame.type() == Http2Wire.SETTINGS).settings();
      assertThat(settings).containsEntry(3, 100).doesNotContainKey(8);
    }
  }

  @Test
  void body_thatIsTooLong_endsItsStreamAlone() throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.send(
          Http2Wire.HEADERS,
          Http2Wire.END_HEADERS,
          1,
          Http2Wire.request(
              "POST", "/language", "content-type", "application/x-www-form-urlencoded"));
      for (int i = 0; i < 3; i++) {
        wire.send(Http2Wire.DATA, 0, 1, new byte[16_000]);
      }
      assertThat(wire.answer(1)).startsWith(":status: 413\n").doesNotContain("connection");
      var reset = wire.await(frame -> frame.type() == Http2Wire.RST_STREAM);
      assertThat(reset.stream()).isEqualTo(1);
      assertThat(reset.error()).isZero();

      wire.get(3, "/");
      assertThat(wire.answer(3)).startsWith(":status: 200\n");
    }
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void stop_whileAPageWatches_endsItsStreamAndSaysGoodbye() throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.get(1, "/members/events");
      assertThat(wire.answer(1)).startsWith(":status: ");

      Thread stopping = Thread.ofVirtual().start(room::close);

      assertThat(wire.goAway()).hasValue(0);
      stopping.join();
    }
    assertThat(log.lines()).isEmpty();
  }
}

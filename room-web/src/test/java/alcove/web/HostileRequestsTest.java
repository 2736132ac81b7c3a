package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.model.StorageException;
import alcove.room.policy.PrivacyMode;
import alcove.watch.LogLines;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no well-behaved client makes, and what the log keeps of them: nothing. */
class HostileRequestsTest {
  @RegisterExtension final LogLines log = LogLines.warnings();
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%",
        "/%zz",
        "/%c0%af",
        "/alias/%",
        "/alias/%ff%fe",
        "/join?invite=%",
        "/join?%zz=%zz&invite=%00",
        "/join?invite=a;b&c",
        "/join?invite=<script>alert(1)</script>",
        "/<script>alert(1)</script>",
        "/alias/<script>alert(1)</script>",
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/setup?token=%00%0d%0aSet-Cookie:x=y",
        "/..%2f..%2fetc/passwd",
        "/assets/%2e%2e/%2e%2e/secret",
        "/assets/..%5c..%5csecret",
        "/join?" + "&&&&",
        "/?encoding=%"
      })
  void requestTarget_whateverItIs_getsAnAnswerThatRepeatsNothing(String target) throws Exception {
    for (String host : new String[] {"room.example", "alice.room.example"}) {
      assertThat(site.getFrom(host, target))
          .matches("(?s)HTTP/1\\.1 (200|400|404) .*")
          .doesNotContain("<script>alert", "x=y", "%zz", "passwd");
    }
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void query_longerThanAnyLink_isRefused() throws Exception {
    assertThat(site.get("/join?invite=" + "a".repeat(2048 - 7)).statusCode()).isEqualTo(404);
    HttpResponse<String> page = site.get("/join?invite=" + "a".repeat(2048 - 6));
    assertThat(page.statusCode()).isEqualTo(414);
    assertThat(page.body()).contains("That link is too long");
    assertThat(site.get("/alias/x?encoding=json&a=" + "b".repeat(2048)).statusCode())
        .isEqualTo(414);
  }

  /** The server reads no further, so its refusal may get lost when it hangs up. */
  @Test
  void requestLine_ofAMebibyte_isRefusedOrCutOff() throws Exception {
    assertThat(site.getFrom("room.example", "/?" + "a".repeat(1 << 20)))
        .matches("(?s)(HTTP/1\\.0 414 .*)?");
    assertThat(site.get("/").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "GET / HTTP/1.1|Host: a b",
        "GET / HTTP/1.1|Host: <script>",
        "GET * HTTP/1.1|Host: room.example",
        "GET nowhere HTTP/1.1|Host: room.example",
        "GET / HTTP/1.1|Host: room.example|Host: alice.room.example",
        "BREW /join HTTP/1.1|Host: room.example",
        "POST /invite/consume HTTP/1.1|Host: a|Content-Type: application/json|Content-Length: -5",
        "POST /invite/consume HTTP/1.1|Host: a|Content-Type: application/json|Content-Length: 1e9",
        "\u0000\u0001\u0002"
      })
  void lines_thatAreNoGoodRequest_areRefusedOrGetOurOwnPage(String lines) throws Exception {
    assertThat(site.exchange(lines.replace("|", "\r\n"), TestSite.CLOSE, "", ""))
        .matches("(?s)HTTP/1\\.[01] (200|400|404|405|413) .*")
        .doesNotContain("<script>");
    assertThat(log.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n", "-1\r\n", "1;a\r\nbc\r\n0\r\n\r\n", "ffffffffffffffffff\r\n"})
  void body_inChunksThatAreNone_isRefusedWithoutAWordInTheLog(String chunks) throws Exception {
    for (String path : List.of("/language", "/invite/consume", "/login/finish", "/create-invite")) {
      assertThat(site.exchange(post(path), chunks)).startsWith("HTTP/1.1 400 ");
    }
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void body_withTrailersWithoutEnd_isRefusedWithoutAWordInTheLog() throws Exception {
    String trailers = "0\r\n" + "A: %s\r\n".formatted("b".repeat(1000)).repeat(20) + "\r\n";
    assertThat(site.exchange(post("/language"), trailers)).startsWith("HTTP/1.1 400 ");
    assertThat(log.lines()).isEmpty();
  }

  private static String post(String path) {
    return String.join(
        "\r\n",
        "POST " + path + " HTTP/1.1",
        "Host: room.example",
        "Content-Type: " + TestSite.FORM,
        "Transfer-Encoding: chunked",
        "");
  }

  /** With the body, also one that nobody reads. */
  @ParameterizedTest
  @ValueSource(strings = {"POST /language", "POST /", "GET /", "GET /login", "POST /nowhere"})
  void client_thatResetsInTheMiddleOfItsBody_leavesNothingInTheLog(String line) throws Exception {
    String head =
        line
            + " HTTP/1.1\r\nHost: room.example\r\nContent-Type: "
            + TestSite.FORM
            + "\r\nContent-Length: 100\r\n\r\na=";
    for (int i = 0; i < 20; i++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), site.port)) {
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
    }
    assertThat(site.get("/").statusCode()).isEqualTo(200);

    site.close();

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void clientThatLeaves_inTheMiddleOfABody_leavesNothingInTheLog() throws Exception {
    String head =
        String.join(
            "\r\n",
            "POST /invite/consume HTTP/1.1",
            "Host: room.example",
            "Content-Type: application/json",
            "Content-Length: 100",
            "",
            "{");
    for (int i = 0; i < 20; i++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), site.port)) {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }
    }
    assertThat(site.get("/").statusCode()).isEqualTo(200);

    site.close();

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void fault_always_isLoggedWithoutWhatWasAskedFor() throws Exception {
    String token = site.invite();
    site.registry.beforeReading.set(
        () -> {
          throw new StorageException("the disk is gone", new IllegalStateException());
        });

    HttpResponse<String> page = site.get("/join?invite=" + token);
    assertThat(page.statusCode()).isEqualTo(500);
    assertThat(page.body()).contains("It is our fault").doesNotContain("disk");
    HttpResponse<String> answer =
        site.get("/alias/carla?encoding=json", "X-Forwarded-For", "192.0.2.1");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .startsWith("{\"status\":\"error\"")
        .contains("our fault")
        .doesNotContain("disk");
    assertThat(log.events()).hasSize(2);
    for (ILoggingEvent event : log.events()) {
      assertThat(event.getFormattedMessage()).isEqualTo("fault while answering a request");
      assertThat(event.toString()).doesNotContain(token, "carla", "192.0.2.1");
    }
  }
}

package alcove.ops.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import alcove.ops.terminal.CommandException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts to webhooks that work, and to some that do not. */
class AlertsTest {
  private static final List<Finding> FULL = List.of(Finding.of(Check.DISK, Diagnosis.DISK_FULL, 7));
  private static final Duration PATIENCE = Duration.ofMillis(700);

  private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    taken.add(new JsonMapper().readTree(exchange.getRequestBody()));
    var status = answers.poll();
    exchange.getResponseHeaders().add("Location", "/elsewhere");
    exchange.sendResponseHeaders(status == null ? 200 : status, -1);
    exchange.close();
  }

  private Alerts alerts(int port) {
    var hook = Webhook.parse("http://127.0.0.1:%s/hook/s3cret".formatted(port), PATIENCE);
    return Alerts.quiet(
        "room.example",
        "journalctl -u alcove",
        List.of(hook.orElseThrow()),
        InstantSource.system(),
        Collections.nCopies(3, Duration.ofMillis(1)));
  }

  private Alerts alerts() {
    return alerts(server.getAddress().getPort());
  }

  private static void begin(Alerts alerts) {
    alerts.hear(FULL);
    alerts.hear(FULL);
  }

  @Test
  void whatBegins_isSentAsTextAndAsFields() {
    try (var alerts = alerts()) {
      begin(alerts);
      await().until(() -> taken.size() == 1);
      assertThat(taken.getFirst().path("text").asText())
          .startsWith("room.example: disk (failure) ");
      assertThat(taken.getFirst().path("state").asText()).isEqualTo("begun");
      assertThat(taken.getFirst().path("diagnosis").asText()).isEqualTo("disk-full");
      assertThat(taken.getFirst().path("todo").asText()).isNotEmpty();

      var enough = List.of(Finding.of(Check.DISK, Diagnosis.DISK_ENOUGH, 5000));
      alerts.hear(enough);
      alerts.hear(enough);
      await().until(() -> taken.size() == 2);
      assertThat(taken.getLast().path("state").asText()).isEqualTo("ended");
    }
  }

  @Test
  void whatIsNotTaken_isSentAgain_andGivenUpInTheEnd() {
    answers.addAll(List.of(500, 503));
    try (var alerts = alerts()) {
      begin(alerts);
      await().until(() -> taken.size() == 3);

      answers.addAll(Collections.nCopies(4, 500));
      var scarce = List.of(Finding.of(Check.BACKUP, Diagnosis.BACKUP_NEVER));
      alerts.hear(scarce);
      alerts.hear(scarce);
      await().until(() -> taken.size() == 7);
      var never = List.of(Finding.of(Check.ADMIN, Diagnosis.ADMIN_MISSING));
      alerts.hear(never);
      alerts.hear(never);
      await().until(() -> taken.size() == 8);
      assertThat(taken.getLast().path("check").asText()).isEqualTo("admin");
    }
  }

  @Test
  void faults_areSentTogether_byTheirClassAlone() {
    try (var alerts = alerts()) {
      alerts.tellFaults();
      alerts.hear(new Fault.Thrown("java.lang.IllegalStateException"));
      alerts.hear(new Fault.Thrown("java.lang.IllegalStateException"));
      alerts.hear(new Fault.BlockedLoop());
      alerts.tellFaults();
      alerts.tellFaults();
      await().until(() -> taken.size() == 2);
    }
    assertThat(taken)
        .extracting(each -> each.path("diagnosis").asText())
        .containsExactlyInAnyOrder("exception", "blocked-loop");
    assertThat(taken)
        .filteredOn(each -> each.path("diagnosis").asText().equals("exception"))
        .first()
        .satisfies(
            json -> {
              assertThat(json.path("text").asText())
                  .startsWith("room.example: fault (failure) The room met a fault of its own ")
                  .contains("(java.lang.IllegalStateException) 2 times since ");
              assertThat(json.path("count").asInt()).isEqualTo(2);
              assertThat(json.path("todo").asText()).endsWith(": journalctl -u alcove");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307, 404, 500})
  void trial_thatIsNotTaken_saysWhy_andFollowsNobody(int status) {
    answers.add(status);
    try (var alerts = alerts()) {
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(alerts::sendTrial)
          .withMessage("the webhook answers " + status);
    }
    assertThat(taken).hasSize(1);
  }

  @Test
  void trial_isToldWhenItIsTaken() throws Exception {
    try (var alerts = alerts()) {
      alerts.sendTrial();
    }
    assertThat(taken.getFirst().path("state").asText()).isEqualTo("trial");
  }

  @Test
  void webhook_thatIsGone_isNamedWithoutItsAddress() throws Exception {
    int port;
    try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    try (var alerts = alerts(port)) {
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(alerts::sendTrial)
          .withMessageStartingWith("the webhook cannot be reached")
          .withMessageNotContaining("s3cret");
    }
  }

  /** Somebody who says nothing, and some who never come to an end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Long: "
      })
  void webhook_thatNeverEnds_isLeft(String beginning) throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var alerts = alerts(socket.getLocalPort())) {
      Thread.ofVirtual().start(() -> flood(socket, beginning));
      assertThatExceptionOfType(CommandException.class).isThrownBy(alerts::sendTrial);
    }
  }

  private static void flood(ServerSocket socket, String beginning) {
    try (Socket caller = socket.accept()) {
      caller.getOutputStream().write(beginning.getBytes(UTF_8));
      var piece = beginning.endsWith("chunked\r\n\r\n") ? "1\r\nx\r\n" : "x";
      while (!beginning.isEmpty()) {
        caller.getOutputStream().write(piece.getBytes(UTF_8));
      }
      caller.getInputStream().readAllBytes();
    } catch (IOException left) {
      // that is how it ends
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example/x",
        "http://localhost.example/x",
        "http://127.0.0.1@hooks.example/x",
        "https://name:word@hooks.example/x",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "https:///x",
        "hooks.example",
        "https://hooks.example:0/x",
        "https://hooks.example:65536/x",
        "https://hooks.example:70000/x",
        "https://hooks example/x",
        ""
      })
  void address_thatIsNotSafe_isNone(String text) {
    assertThat(Webhook.parse(text)).isEmpty();
  }

  /** A fault of ours in one alert must not take the next ones along. */
  @Test
  void channel_thatHasAFault_isTriedAgain_andSaysSoWithoutItsMessage() {
    var tries = new AtomicInteger();
    var pauses = Collections.nCopies(3, Duration.ofMillis(1));
    try (var delivery = new AlertDelivery(channel(tries), InstantSource.system(), pauses)) {
      delivery.queue(AlertLetter.trial("room.example"));
      await().until(() -> tries.get() == 4);
      await().until(() -> delivery.state().failure().isPresent());
      assertThat(delivery.state().failure())
          .hasValueSatisfying(said -> assertThat(said).contains("IllegalStateException"))
          .hasValueSatisfying(said -> assertThat(said).doesNotContain("s3cret"));
      assertThatIOException().isThrownBy(() -> delivery.sendNow(AlertLetter.trial("room.example")));
    }
  }

  private static AlertChannel channel(AtomicInteger tries) {
    return new AlertChannel() {
      @Override
      public String setting() {
        return "--alert-webhook";
      }

      @Override
      public void send(AlertLetter letter) {
        tries.incrementAndGet();
        throw new IllegalStateException("https://hooks.example/s3cret");
      }
    };
  }

  @Test
  void address_isToldToNobody() {
    assertThat(Webhook.parse("https://hooks.example/T0/s3cret"))
        .get()
        .asString()
        .isEqualTo("[webhook]");
  }
}

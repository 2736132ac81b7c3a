package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.ops.terminal.CommandException;
import alcove.tunnel.muxrpc.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alcove bench ADDRESS soak}, for seconds instead of hours. */
final class SoakTest {
  private static final String SELF = Long.toString(ProcessHandle.current().pid());

  /** Tunnels that a soak has all the time. */
  private static final int STEADY = 8;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;
  private RunningRoom room;

  @BeforeEach
  void open() throws CommandException {
    var flags =
        Map.of(
            Setting.DATA, folder.toString(),
            Setting.LISTEN, "127.0.0.1",
            Setting.SSB_PORT, "0",
            Setting.HTTP_PORT, "0",
            LimitSettings.EVENT_LOOPS, "2",
            Setting.PRIVACY_MODE, "open");
    room = RunningRoom.start(ConfigReader.read(flags, Map.of()));
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void roomThatIsWell_hasNothingUnexpected_andItsCurvesAreTold() throws Exception {
    int code =
        soak(
            "--minutes",
            "0.15",
            "--quiet",
            "4",
            "--data",
            folder.toString(),
            "--pages",
            room.address().landing(),
            "--pid",
            SELF,
            "--json");
    JsonNode soak = Json.parse(out.toByteArray()).path("measurements").path(0);
    assertThat(soak.path("unexpected").properties()).isEmpty();
    assertThat(code).isZero();
    assertThat(figure(soak, "peers, last quarter")).isPositive();
    assertThat(figure(soak, "tunnels, last quarter")).isPositive();
    assertThat(figure(soak, "visits of peers, last quarter")).isPositive();
    assertThat(figure(soak, "peers afterwards")).isZero();
    assertThat(figure(soak, "tunnels afterwards")).isZero();
    assertThat(figure(soak, "live heap afterwards")).isPositive();
    assertThat(figure(soak, "timers afterwards")).isPositive();
    assertThat(soak.path("samples").size()).isGreaterThan(3);
    JsonNode sample = soak.path("samples").path(soak.path("samples").size() - 2);
    for (String curve :
        List.of("server CPU", "resident memory", "heap", "direct memory", "descriptors")) {
      assertThat(sample.path(curve).asDouble()).as(curve).isPositive();
      assertThat(soak.at("/units").path(curve).asText()).isNotEmpty();
    }
    assertThat(sample.path("round trip p99").asDouble()).isPositive();
  }

  private static double figure(JsonNode measurement, String name) {
    JsonNode value = measurement.path("figures").path(name).path("value");
    assertThat(value.isNumber()).as(name).isTrue();
    return value.asDouble();
  }

  @Test
  void roomThatClosesConnections_isFoundOut() throws Exception {
    var code =
        CompletableFuture.supplyAsync(
            () -> soak("--minutes", "0.1", "--quiet", "1", "--guests", "4", "--stutterers", "1"));
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> tunnels() >= STEADY || code.isDone());
    room.close();
    assertThat(code.get()).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("unexpected, [0-9]+ times: the room closed a connection");
  }

  @Test
  void amountOutOfRange_isOneLineAndAUsageError() {
    assertThat(soak("--minutes", "0")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("--minutes 0.0 (0.01 to 100000)");
  }

  private int tunnels() throws Exception {
    var status = new ByteArrayOutputStream();
    Main.run(terminal(status), "status", "--json", "--data", folder.toString());
    return Json.parse(status.toByteArray()).path("tunnels").asInt();
  }

  private int soak(String... args) {
    var all =
        new ArrayList<>(
            List.of("bench", room.address().address().toString(), "soak", "--sample", "1"));
    all.addAll(List.of(args));
    return Main.run(terminal(out), all.toArray(String[]::new));
  }

  private Terminal terminal(ByteArrayOutputStream output) {
    return new Terminal(
        new PrintStream(output, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Map.of());
  }
}

package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.ops.terminal.CommandException;
import alcove.tunnel.muxrpc.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alcove bench} with loads so small that only the presence of figures says something. */
final class BenchTest {
  private static final String SELF = Long.toString(ProcessHandle.current().pid());

  private static final String OTHER = "A".repeat(42) + "A=";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;
  private RunningRoom room;

  @BeforeEach
  void open() {
    room = start("open");
  }

  private void restart(String mode) {
    room.close();
    room = start(mode);
  }

  private RunningRoom start(String mode) {
    var flags =
        Map.of(
            Setting.DATA, folder.resolve(mode).toString(),
            Setting.LISTEN, "127.0.0.1",
            Setting.SSB_PORT, "0",
            Setting.HTTP_PORT, "0",
            Setting.PRIVACY_MODE, mode);
    try {
      return RunningRoom.start(ConfigReader.read(flags, Map.of()));
    } catch (CommandException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void bulk_withPid_saysWhatAGigabyteCosts() {
    assertThat(bench(tcp(), "bulk", "--tunnels", "1,2", "--bytes", "300k", "--pid", SELF)).isZero();
    assertThat(text(out))
        .contains("bulk  (tunnels 1,")
        .contains("bulk  (tunnels 2,")
        .contains("MB/s")
        .contains("s/GB")
        .contains("server memory peak");
  }

  @Test
  void messages_overWebSocketAndEncryptedOnceMore_saysHowLongTheyTake() {
    assertThat(bench(webSocket(), "messages", "--tunnels", "2", "--messages", "20", "--inner"))
        .isZero();
    assertThat(text(out)).contains("inner true").contains("p50").contains("p99");
  }

  @Test
  void beside_aLittleWhile_saysHowMuchLongerMessagesTake() {
    assertThat(bench(tcp(), "beside", "--messages", "10", "--seconds", "2")).isZero();
    assertThat(text(out)).contains("p50");
  }

  @Test
  void beside_bulkAtAPace_sendsNoMoreThanThat() throws Exception {
    assertThat(
            bench(tcp(), "beside", "--messages", "10", "--seconds", "2", "--pace", "1M", "--json"))
        .isZero();
    JsonNode measurement = Json.parse(out.toByteArray()).path("measurements").path(0);

    assertThat(measurement.path("conditions").path("pace").asLong()).isEqualTo(1_000_000);
    assertThat(figure(measurement, "bulk throughput")).isPositive().isLessThan(1.2);
  }

  @Test
  void otherMeasurements_asJson_areOneObject() throws Exception {
    assertThat(
            bench(
                tcp(),
                "HANDSHAKES",
                "idle",
                "presence",
                "--json",
                "--pid",
                SELF,
                "--handshakes",
                "20",
                "--peers",
                "5",
                "--hold",
                "1",
                "--attendants",
                "6"))
        .isZero();
    JsonNode json = Json.parse(out.toByteArray());
    assertThat(json.path("room").asText()).isEqualTo(tcp());
    List<String> measured = new ArrayList<>();
    for (JsonNode measurement : json.path("measurements")) {
      measured.add(measurement.path("measurement").asText());
      assertThat(measurement.path("figures")).isNotEmpty();
      for (JsonNode figure : measurement.path("figures")) {
        assertThat(figure.path("value").isNumber()).isTrue();
      }
    }
    assertThat(measured).containsExactly("handshakes", "idle", "presence");
  }

  /** Both are the same server here; what they find says that turns were taken. */
  @Test
  void secondNode_hasMediansOfBoth_andHowTheyCompare() throws Exception {
    assertThat(
            bench(
                tcp(),
                "bulk",
                "messages",
                "--second",
                webSocket(),
                "--rounds",
                "2",
                "--tunnels",
                "1",
                "--bytes",
                "30M",
                "--messages",
                "20",
                "--pid",
                SELF,
                "--second-pid",
                SELF,
                "--json"))
        .isZero();
    JsonNode measured = Json.parse(out.toByteArray()).path("measurements");
    assertThat(measured).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(measured.get(i).path("measurement").asText())
          .isEqualTo(i < 2 ? "bulk" : "messages");
      assertThat(measured.get(i).at("/conditions/nodes").asInt()).isEqualTo(1 + i % 2);
      assertThat(measured.get(i).at("/conditions/rounds").asInt()).isEqualTo(2);
    }
    double share =
        figure(measured.get(1), "throughput") / figure(measured.get(0), "throughput") * 100;
    assertThat(figure(measured.get(1), "of that of one node")).isEqualTo(share);
    assertThat(figure(measured.get(1), "server CPU")).isPositive();
    assertThat(figure(measured.get(3), "more than of one node"))
        .isEqualTo(
            figure(measured.get(3), "round trip p50") - figure(measured.get(2), "round trip p50"));
  }

  private static double figure(JsonNode measurement, String name) {
    return measurement.path("figures").path(name).path("value").asDouble();
  }

  @Test
  void secondNode_ofAnotherRoom_orForWhatHasNoTunnels_isOneLineAndAUsageError() {
    assertThat(bench(tcp(), "bulk", "--second", tcp().replaceAll("shs:.*", "shs:" + OTHER)))
        .isEqualTo(2);
    assertOneLine("(expected the key of the same room)");
    err.reset();
    assertThat(bench(tcp(), "idle", "--second", tcp())).isEqualTo(2);
    assertOneLine("--second is for bulk and messages, not for idle");
    err.reset();
    assertThat(bench(tcp(), "bulk", "--second", tcp(), "--rounds", "0")).isEqualTo(2);
    assertOneLine("--rounds 0 (1 to 1000)");
  }

  @Test
  void wrongKey_isOneLineAndAFailure() {
    var other = tcp().replaceAll("shs:.*", "shs:" + OTHER);
    assertThat(bench(other, "handshakes")).isEqualTo(1);
    assertOneLine("the room broke the handshake off (");
    assertThat(text(err)).doesNotContain("%s");
  }

  @Test
  void unreachableRoom_isOneLineAndAFailure() {
    assertThat(bench(tcp().replaceFirst(":[0-9]+~", ":1~"), "bulk")).isEqualTo(1);
    assertOneLine("cannot reach");
  }

  @Test
  void missingProcess_isOneLineAndAFailure() {
    assertThat(bench(tcp(), "bulk", "--pid", "999999999")).isEqualTo(1);
    assertOneLine("no process 999999999");
  }

  @Test
  void malformedAddress_isOneLineAndAUsageError() {
    assertThat(bench("net:localhost:8008")).isEqualTo(2);
    assertOneLine("net:localhost:8008");
  }

  @Test
  void unknownMeasurement_isOneLineAndAUsageError() {
    assertThat(bench(tcp(), "bulky")).isEqualTo(2);
    assertOneLine("bulky");
  }

  @Test
  void amountOutOfRange_isOneLineAndAUsageError() {
    assertThat(bench(tcp(), "bulk", "--tunnels", "0")).isEqualTo(2);
    assertOneLine("--tunnels 0 (1 to 10000)");
  }

  @Test
  void roomForMembers_isOneLineThatSaysWhatToDo() {
    restart("community");
    assertThat(bench(tcp(), "bulk", "handshakes")).isEqualTo(1);
    assertOneLine("alcove setting set privacy-mode open");
  }

  @Test
  void roomForMembers_isMeasuredAsFarAsStrangersGo() {
    restart("community");
    assertThat(bench(tcp(), "handshakes", "--handshakes", "5")).isZero();
  }

  @Test
  void measurementThatIsLate_leavesWhatWasMeasured() {
    assertThat(
            bench(
                tcp(),
                "handshakes",
                "bulk",
                "--handshakes",
                "5",
                "--tunnels",
                "1,1",
                "--bytes",
                "100G",
                "--seconds",
                "1",
                "--json"))
        .isIn(0, 1);
    assertThat(text(out)).contains("handshakes/s").contains("MB/s");
  }

  private void assertOneLine(String about) {
    assertThat(text(out)).isEmpty();
    assertThat(text(err).lines()).singleElement().asString().startsWith("alcove: ").contains(about);
  }

  private String tcp() {
    return room.address().address().toString();
  }

  private String webSocket() {
    return room.address().webSocketAddress().toString();
  }

  private int bench(String... args) {
    var all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(args));
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of());
    return Main.run(terminal, all.toArray(String[]::new));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}

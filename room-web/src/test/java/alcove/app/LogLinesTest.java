package alcove.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLinesTest {
  private static final String SEVERAL = "two\nlines \u0007 and \"quotes\" ü";

  private final LoggerContext context = new LoggerContext();
  private final LogThrottle throttle = new LogThrottle(() -> 0);

  @TempDir private Path folder;

  private LogLines lines(LogFormat format, boolean isJournal) {
    var lines = new LogLines(throttle, isJournal);
    lines.setContext(context);
    lines.setFormat(format);
    lines.start();
    return lines;
  }

  private LoggingEvent event(Level level, String message, @Nullable Throwable thrown) {
    var event =
        new LoggingEvent("", context.getLogger("alcove.app.Some"), level, message, thrown, null);
    event.setInstant(Instant.parse("2026-11-29T17:05:00.5Z"));
    return event;
  }

  private static List<String> encoded(LogLines lines, LoggingEvent event) {
    return new String(lines.encode(event), UTF_8).lines().toList();
  }

  private static JsonNode only(List<String> lines) throws Exception {
    assertThat(lines).hasSize(1);
    return new JsonMapper().readTree(lines.getFirst());
  }

  @ParameterizedTest
  @CsvSource({
    "'Failed: [id: 0x0daaf942, L:/192.0.2.1:26008 ! R:/192.0.2.7:34854]',"
        + " 'Failed: [id: 0x0daaf942, L:[address] ! R:[address]]'",
    "peer example.net/192.0.2.7:40312 hung up, peer [address] hung up",
    "'R:/[2001:db8:0:0:0:0:0:7]:40312 - x', 'R:[address] - x'",
    "'from /2001:db8:0:0:0:0:0:7%eth0:40312 - x', 'from [address] - x'",
    "TLS/1.3 and a/b at 10:45, TLS/1.3 and a/b at 10:45"
  })
  void libraries_tellNoAddresses(String said, String written) throws Exception {
    for (LogFormat format : LogFormat.values()) {
      var event =
          new LoggingEvent(
              "",
              context.getLogger("io.netty.bootstrap.ServerBootstrap"),
              Level.WARN,
              said,
              new IllegalStateException(said),
              null);
      event.setInstant(Instant.parse("2026-11-29T17:05:00.5Z"));
      String line = new String(lines(format, false).encode(event), UTF_8);
      assertThat(line).contains(written).doesNotContain("192.0.2", "2001:db8");
    }
  }

  @Test
  void json_isOneObjectALine() throws Exception {
    var json = only(encoded(lines(LogFormat.JSON, false), event(Level.INFO, SEVERAL, null)));
    assertThat(json.path("time").asText()).isEqualTo("2026-11-29T17:05:00.500Z");
    assertThat(json.path("level").asText()).isEqualTo("info");
    assertThat(json.path("logger").asText()).isEqualTo("alcove.app.Some");
    assertThat(json.path("message").asText()).isEqualTo(SEVERAL);
    assertThat(json.size()).isEqualTo(4);
  }

  @Test
  void json_ofAFault_hasTheStackTraceInOneField() throws Exception {
    var fault = new IllegalStateException("broken", new IllegalArgumentException("inside"));
    var json = only(encoded(lines(LogFormat.JSON, false), event(Level.ERROR, "fault", fault)));
    assertThat(json.path("stackTrace").asText())
        .contains("IllegalStateException: broken", "Caused by: ", "inside", "LogLinesTest");
  }

  @ParameterizedTest
  @CsvSource({"ERROR,<3>", "WARN,<4>", "INFO,<6>", "DEBUG,<7>", "TRACE,<7>"})
  void journal_getsThePriorityOnEachLine(String level, String priority) throws Exception {
    var event = event(Level.toLevel(level), SEVERAL, new IllegalStateException("broken"));
    assertThat(encoded(lines(LogFormat.TEXT, true), event))
        .hasSizeGreaterThan(3)
        .allMatch(line -> line.startsWith(priority));
    var json = encoded(lines(LogFormat.JSON, true), event);
    assertThat(json).hasSize(1).allMatch(line -> line.startsWith(priority + "{"));
  }

  @Test
  void text_isAsItWas() {
    assertThat(encoded(lines(LogFormat.TEXT, false), event(Level.WARN, "careful", null)))
        .hasSize(1)
        .allMatch(line -> line.endsWith(" WARN  Some: careful"));
  }

  @ParameterizedTest
  @CsvSource({"TEXT", "JSON"})
  void lines_afterSomeWereLeftOut_sayHowMany(LogFormat format) {
    var lines = lines(format, false);
    var warning = event(Level.WARN, "again", new IllegalStateException());
    int taken = 0;
    for (int i = 0; i < 17; i++) {
      taken += throttle.decide(warning) == FilterReply.NEUTRAL ? 1 : 0;
    }
    assertThat(taken).isEqualTo(10);

    var info = event(Level.INFO, "on", null);
    assertThat(encoded(lines, info))
        .hasSize(2)
        .first()
        .asString()
        .contains("7 warnings were left out");
    assertThat(encoded(lines, info)).hasSize(1);
  }

  @Test
  void journal_isWhatTheVariableNames() throws Exception {
    var file = Files.createFile(folder.resolve("stream"));
    var place = Files.readAttributes(file, "unix:dev,ino");
    var stream = place.get("dev") + ":" + place.get("ino");
    assertThat(Journal.isStream(stream, file)).isTrue();
    assertThat(Journal.isStream(stream, folder)).isFalse();
    assertThat(Journal.isStream("", file)).isFalse();
    assertThat(Journal.isStream(null, file)).isFalse();
    assertThat(Journal.isStream(stream, folder.resolve("none"))).isFalse();
  }
}

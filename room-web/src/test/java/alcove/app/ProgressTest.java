package alcove.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The line about long work. */
class ProgressTest {
  private static final String CLEAR = "\r\u001b[K";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream printer = new PrintStream(err, true, UTF_8);

  @Test
  void work_isToldWhileItGoesOn_andTheLineIsGoneAfterIt() {
    try (var _ = new Progress(printer, "moving", Duration.ofMillis(1))) {
      await().until(() -> err.toString(UTF_8).contains(CLEAR + "moving ... "));
    }

    assertThat(err.toString(UTF_8)).endsWith(" s" + CLEAR);
  }

  @Test
  void work_thatIsShort_isNotTold() {
    new Progress(printer, "moving", Duration.ofDays(1)).close();

    assertThat(err.size()).isZero();
  }

  @Test
  void work_whereNobodyLooks_isNotTold() {
    var terminal = new Terminal(printer, printer, Map.of("TERM", "xterm"));

    assertThat(terminal.isErrorSeen()).isFalse();
    Progress.of(terminal, "moving").close();
    assertThat(err.size()).isZero();
  }
}

package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the launcher has the JVM learn: all of it can be done, or somebody has to hear. */
class TrainCommandTest {
  @Test
  void train_thisRoom_leavesNothingOut() {
    var err = new ByteArrayOutputStream();
    var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    int code = Main.run(new Terminal(stream, stream, Map.of()), "train");

    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isZero();
  }
}

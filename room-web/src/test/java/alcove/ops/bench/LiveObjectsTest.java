package alcove.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveObjectsTest {
  /** Lines of {@code jcmd PID GC.class_histogram} of a JDK 25. */
  private static final String HISTOGRAM =
      """
      4711:
       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:        105000        7654321  [B (java.base@25.0.3)
         2:            40           2880  io.netty.util.concurrent.ScheduledFutureTask
         3:             2            144  java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask (java.base@25.0.3)
      Total        105042        7657345
      """;

  @Test
  void histogram_hasAllBytesAndTimersOfBothKinds() {
    assertThat(LiveObjects.parse(HISTOGRAM)).isEqualTo(new LiveObjects(7_657_345, 42));
  }

  @Test
  void processThatIsNotJava_orIsGone_tellsNothing() {
    assertThat(LiveObjects.of(List.of(999_999_999L))).isEmpty();
    assertThat(LiveObjects.of(List.of(1L, 999_999_999L))).isEmpty();
  }
}

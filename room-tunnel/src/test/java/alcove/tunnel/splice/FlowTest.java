package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FlowTest {
  private final AtomicLong total = new AtomicLong();
  private final Flow flow = new Flow(total);

  @Test
  void everything_thatIsHeld_countsInAll() {
    Flow other = new Flow(total);
    flow.add(10);
    other.add(5);
    flow.subtract(4);

    assertThat(flow.held()).isEqualTo(6);
    assertThat(other.held()).isEqualTo(5);
    assertThat(total).hasValue(11);
  }

  @Test
  void source_mayResume_whenHalfOfTheMarkIsLeft() {
    assertThat(flow.mayResume()).as("it is not paused").isFalse();
    flow.add(1001);
    assertThat(flow.mayResume()).as("it is not paused").isFalse();
    flow.pausedAt(1000);
    assertThat(flow.isPaused()).isTrue();
    flow.subtract(500);
    assertThat(flow.mayResume()).isFalse();

    flow.subtract(1);
    assertThat(flow.mayResume()).isTrue();

    flow.resumed();
    assertThat(flow.isPaused()).isFalse();
    assertThat(flow.mayResume()).isFalse();
  }

  @Test
  void source_mayResume_afterAWorthwhilePartOfAHighMark() {
    int mark = 4 << 20;
    flow.add(mark + 1);
    flow.pausedAt(mark);
    flow.subtract(128 << 10);
    assertThat(flow.mayResume()).isFalse();

    flow.subtract(1);

    assertThat(flow.mayResume()).isTrue();
  }

  @Test
  void budget_isAPartOfTheMemoryThatThereIs() {
    long memory = Runtime.getRuntime().maxMemory();

    assertThat(FlowLimits.ofThisMachine().budget()).isBetween(memory / 8, memory / 2);
  }
}

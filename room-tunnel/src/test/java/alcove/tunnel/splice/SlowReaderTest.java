package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlowReaderTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int KIB = 1 << 10;

  private final Flow flow = new Flow(new AtomicLong());
  private final SlowReader reader = new SlowReader(TunnelLimits.ofThisMachine(), 0);
  private boolean draining;

  @Test
  void nothingTaken_whileTheSourceWaits_isTooSlowAfterTheStall() {
    flow.add(300 * KIB);
    flow.pausedAt(256 * KIB);

    assertThat(firstSecondTooSlow(10, 0, false)).isEqualTo(4);
  }

  @Test
  void nothingTaken_whileNobodyWaits_isNobodysBusiness() {
    flow.add(200 * KIB);

    assertThat(firstSecondTooSlow(100, 0, false)).isEqualTo(-1);
  }

  @Test
  void nothingTakenFromUs_whileTheKernelIsServed_isNotStalled() {
    flow.add(300 * KIB);
    flow.pausedAt(256 * KIB);
    draining = true;

    assertThat(firstSecondTooSlow(100, 0, false)).isEqualTo(-1);
  }

  @Test
  void littleTaken_fromASourceWithOtherTunnels_isTooSlowAfterAWindow() {
    flow.add(600 * KIB);

    assertThat(firstSecondTooSlow(100, 7 * KIB, true)).isEqualTo(31);
  }

  @Test
  void littleTaken_fromASourceOfItsOwn_isFine() {
    flow.add(600 * KIB);

    assertThat(firstSecondTooSlow(100, 7 * KIB, false)).isEqualTo(-1);
  }

  @Test
  void enoughTaken_fromASourceWithOtherTunnels_isFine() {
    flow.add(600 * KIB);

    assertThat(firstSecondTooSlow(100, 9 * KIB, true)).isEqualTo(-1);
  }

  @Test
  void littleToTake_isFine() {
    flow.add(20 * KIB);

    assertThat(firstSecondTooSlow(100, 10, true)).isEqualTo(-1);
  }

  private int firstSecondTooSlow(int seconds, int bytesEach, boolean shared) {
    for (int second = 1; second <= seconds; second++) {
      if (bytesEach > 0) {
        reader.took(bytesEach, second * SECOND);
      }
      if (reader.isTooSlow(flow, shared, within -> draining, second * SECOND)) {
        return second;
      }
    }
    return -1;
  }
}

package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowReaderTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int KIB = 1 << 10;

  private final Flow flow = new Flow(new AtomicLong());
  private final SlowReader reader = new SlowReader(FlowLimits.ofThisMachine());
  private int second;
  private long progress;

  @BeforeEach
  void hold() {
    reader.begin(0);
    flow.add(600 * KIB);
    flow.pausedAt(256 * KIB);
  }

  @Test
  void nothingTaken_whileOthersWait_makesWay() {
    assertThat(look(12, 0, Waiting.BUSY)).isNull();

    assertThat(look(1, 0, Waiting.BUSY)).isEqualTo(EndReason.STALLED_READER);
  }

  @Test
  void nothingTaken_whileNobodyWaits_isNobodysBusiness() {
    assertThat(look(10_000, 0, Waiting.NOBODY)).isNull();
  }

  /** Whoever comes then has its own fifteen seconds to wait. */
  @Test
  void nothingTaken_forLongBeforeOthersCome_countsOnlyFromThen() {
    look(1000, 0, Waiting.NOBODY);

    assertThat(look(12, 0, Waiting.BUSY)).isNull();
    assertThat(look(1, 0, Waiting.BUSY)).isEqualTo(EndReason.STALLED_READER);
  }

  /** The source is paused for another one; this one ends only when it is in the way itself. */
  @Test
  void nothingTaken_whileOthersWaitForAnother_makesWayAsSoonAsTheyWaitForThisOne() {
    flow.resumed();
    assertThat(look(20, 0, Waiting.BUSY)).isNull();

    flow.pausedAt(256 * KIB);
    assertThat(look(1, 0, Waiting.BUSY)).isEqualTo(EndReason.STALLED_READER);
  }

  @Test
  void nothingTaken_whileOnlyQuietOnesWait_makesWayAfterFourTimesAsLong() {
    assertThat(look(51, 0, Waiting.QUIET)).isNull();

    assertThat(look(1, 0, Waiting.QUIET)).isEqualTo(EndReason.STALLED_READER);
  }

  @Test
  void littleTaken_whileOnlyQuietOnesWait_isTooSlowAtAQuarterOfTheRate() {
    assertThat(look(119, KIB, Waiting.QUIET)).isNull();

    assertThat(look(1, KIB, Waiting.QUIET)).isEqualTo(EndReason.SLOW_READER);
  }

  @Test
  void quarterOfTheRate_whileOnlyQuietOnesWait_isFine() {
    assertThat(look(1000, 2 * KIB, Waiting.QUIET)).isNull();
  }

  @Test
  void stutter_ofEightSeconds_isFine() {
    for (int i = 0; i < 100; i++) {
      assertThat(look(8, 0, Waiting.BUSY)).isNull();
      assertThat(look(1, 500 * KIB, Waiting.BUSY)).isNull();
    }
  }

  /** Seen at its system, before a whole write is over; too slow it is all the same. */
  @Test
  void nothingTakenFromUs_whileItsSystemTakesSomething_isSlowAndNotStalled() {
    for (int i = 0; i < 29; i++) {
      progress++;
      assertThat(look(1, 0, Waiting.BUSY)).isNull();
    }

    assertThat(look(1, 0, Waiting.BUSY)).isEqualTo(EndReason.SLOW_READER);
  }

  @Test
  void littleTaken_whileOthersWait_isTooSlowAfterAWindow() {
    assertThat(look(29, 7 * KIB, Waiting.BUSY)).isNull();

    assertThat(look(1, 7 * KIB, Waiting.BUSY)).isEqualTo(EndReason.SLOW_READER);
  }

  @Test
  void littleTaken_whileNobodyWaits_isFine() {
    assertThat(look(1000, 7 * KIB, Waiting.NOBODY)).isNull();
  }

  @Test
  void enoughTaken_isFine() {
    assertThat(look(1000, 9 * KIB, Waiting.BUSY)).isNull();
  }

  /** Others wait for half of the time only, so half as much is enough. */
  @Test
  void littleTaken_whileOthersWaitNowAndThen_goesByTheirTime() {
    for (int i = 0; i < 1000; i++) {
      assertThat(look(1, 5 * KIB, i % 2 == 0 ? Waiting.BUSY : Waiting.NOBODY)).isNull();
    }
  }

  @Test
  void littleToTake_isFine() {
    flow.subtract(580 * KIB);

    assertThat(look(1000, 10, Waiting.BUSY)).isNull();
  }

  /** Of what may be held where memory is scarce, half is what any reader has before it. */
  @Test
  void littleToTake_isHalfOfTheScarceMark_andNotMore() {
    flow.subtract(600 * KIB - 32 * KIB);
    assertThat(look(1000, 0, Waiting.BUSY)).isNull();

    flow.add(1);
    assertThat(look(13, 0, Waiting.BUSY)).isEqualTo(EndReason.STALLED_READER);
  }

  @Test
  void whoHasTakenNearlyAll_beginsANewWindow() {
    assertThat(look(20, KIB, Waiting.BUSY)).isNull();
    flow.subtract(590 * KIB);
    assertThat(look(1, KIB, Waiting.BUSY)).isNull();
    flow.add(590 * KIB);

    assertThat(look(29, KIB, Waiting.BUSY)).isNull();
    assertThat(look(1, KIB, Waiting.BUSY)).isEqualTo(EndReason.SLOW_READER);
  }

  @Test
  void muchTaken_inOneWindow_excusesNoOther() {
    assertThat(look(30, 100 * KIB, Waiting.BUSY)).isNull();

    assertThat(look(29, 7 * KIB, Waiting.BUSY)).isNull();
    assertThat(look(1, 7 * KIB, Waiting.BUSY)).isEqualTo(EndReason.SLOW_READER);
  }

  /** What the reader's last look says, after so many seconds and looks. */
  private @Nullable EndReason look(int seconds, int bytesEach, Waiting others) {
    EndReason last = null;
    for (int i = 0; i < seconds && last == null; i++) {
      if (bytesEach > 0) {
        reader.took(bytesEach);
      }
      last = reader.judge(flow, others, progress, ++second * SECOND);
    }
    return last;
  }
}

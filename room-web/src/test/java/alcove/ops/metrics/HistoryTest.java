package alcove.ops.metrics;

import static alcove.ops.metrics.TestFigures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import alcove.health.Measurements.Stretch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private final History history = new History();

  private void offer(Duration after, long bytes) {
    history.offer(TestFigures.at(START.plus(after), bytes));
  }

  @Test
  void history_ofOneSample_hasNoStretch() {
    offer(Duration.ZERO, 0);

    assertThat(history.stretches()).isEmpty();
  }

  @Test
  void history_offeredEachMinute_keepsOneInFive() {
    for (int minute = 0; minute <= 10; minute++) {
      offer(Duration.ofMinutes(minute), minute * 10L);
    }

    assertThat(history.stretches())
        .extracting(Stretch::to, stretch -> stretch.counters().tunnelBytes())
        .containsExactly(
            tuple(START.plus(Duration.ofMinutes(5)), 50L),
            tuple(START.plus(Duration.ofMinutes(10)), 50L));
  }

  @Test
  void history_ofTwoDays_isADayLong() {
    for (int minute = 0; minute <= 2 * 24 * 60; minute++) {
      offer(Duration.ofMinutes(minute), minute);
    }

    assertThat(history.stretches()).hasSize(288);
    assertThat(history.stretches().getFirst().from()).isEqualTo(START.plus(Duration.ofDays(1)));
    assertThat(history.stretches().getLast().to()).isEqualTo(START.plus(Duration.ofDays(2)));
  }

  @Test
  void history_whileNobodyMeasured_hasOneLongStretch() {
    offer(Duration.ZERO, 0);
    offer(Duration.ofHours(3), 300);

    assertThat(history.stretches())
        .singleElement()
        .satisfies(
            stretch -> {
              assertThat(Duration.between(stretch.from(), stretch.to())).hasHours(3);
              assertThat(stretch.counters().tunnelBytes()).isEqualTo(300);
            });
  }

  @Test
  void history_afterALongPause_forgetsWhatIsOlderThanADay() {
    offer(Duration.ZERO, 0);
    offer(Duration.ofMinutes(5), 1);
    offer(Duration.ofDays(3), 2);

    assertThat(history.stretches()).isEmpty();
  }

  @Test
  void history_whenTheClockIsSetBack_beginsAnew() {
    offer(Duration.ofHours(1), 10);
    offer(Duration.ofHours(2), 20);
    offer(Duration.ZERO, 30);
    offer(Duration.ofMinutes(5), 31);

    assertThat(history.stretches())
        .singleElement()
        .satisfies(stretch -> assertThat(stretch.counters().tunnelBytes()).isEqualTo(1));
  }
}

package alcove.ops.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FaultBookTest {
  private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");
  private static final Fault ONE = new Fault.Thrown("java.lang.NullPointerException");

  private final FaultBook book = new FaultBook();

  @Test
  void kind_isToldOnceInAnHour_withHowManyThereWere() {
    book.note(ONE, START);
    book.note(ONE, START.plusSeconds(1));
    assertThat(book.due(START.plusSeconds(60))).containsExactly(new FaultReport(ONE, 2, START));

    for (int minute = 2; minute < 61; minute++) {
      Instant now = START.plus(Duration.ofMinutes(minute));
      book.note(ONE, now);
      assertThat(book.due(now)).isEmpty();
    }
    assertThat(book.due(START.plus(Duration.ofMinutes(61))))
        .containsExactly(new FaultReport(ONE, 59, START.plus(Duration.ofMinutes(2))));
    assertThat(book.due(START.plus(Duration.ofDays(1)))).isEmpty();
  }

  @Test
  void kinds_doNotWaitForEachOther() {
    book.note(ONE, START);
    book.due(START);
    book.note(new Fault.BlockedLoop(), START);

    assertThat(book.due(START)).containsExactly(new FaultReport(new Fault.BlockedLoop(), 1, START));
  }

  @Test
  void floodOfKinds_isBounded_andTheRestIsToldTogether() {
    for (int i = 0; i < 10_000; i++) {
      book.note(new Fault.Thrown("Fault" + i), START);
    }
    book.note(new Fault.BlockedLoop(), START);

    assertThat(book.due(START))
        .hasSize(FaultBook.MOST_KINDS + 2)
        .contains(
            new FaultReport(new Fault.ManyThrown(), 10_000 - FaultBook.MOST_KINDS, START),
            new FaultReport(new Fault.BlockedLoop(), 1, START));
    book.note(ONE, START.plus(Duration.ofHours(2)));
    assertThat(book.due(START.plus(Duration.ofHours(2))))
        .as("what is long ago takes no place")
        .extracting(FaultReport::fault)
        .containsAnyOf(ONE, new Fault.ManyThrown());
  }

  @Test
  void clockThatGoesBack_doesNotSilenceThemForLong() {
    book.note(ONE, START);
    book.due(START);
    Instant earlier = START.minus(Duration.ofDays(400));
    book.note(ONE, earlier);

    assertThat(book.due(earlier)).containsExactly(new FaultReport(ONE, 1, earlier));
  }
}

package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Silence, questions and answers, by a clock that the test sets. */
class SignsOfLifeTest {
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicInteger wireProbes = new AtomicInteger();
  private final SignsOfLife life =
      new SignsOfLife(
          Deadlines.DEFAULT, wireProbes::incrementAndGet, questions::incrementAndGet, at(0));

  private static long at(int second) {
    return Duration.ofSeconds(second).toNanos();
  }

  private @Nullable CloseReason tick(int second) {
    return life.tick(at(second), false);
  }

  @Test
  void silence_isAskedOnceAndThenEnds() {
    assertThat(tick(45)).isNull();
    assertThat(questions).hasValue(0);

    assertThat(tick(46)).isNull();
    assertThat(tick(76)).isNull();
    assertThat(questions).hasValue(1);
    assertThat(tick(77)).isEqualTo(CloseReason.SILENT);
  }

  @Test
  void silence_thatIsBroken_beginsAnew() {
    tick(46);
    life.heard(at(50));

    assertThat(tick(90)).isNull();
    assertThat(questions).hasValue(1);
    assertThat(tick(96)).isNull();
    assertThat(questions).hasValue(2);
  }

  /** A machine that was asleep must not take all its peers for dead. */
  @Test
  void silence_noticedTooLate_isAskedBeforeItEnds() {
    assertThat(tick(4000)).isNull();
    assertThat(questions).hasValue(1);

    assertThat(tick(4031)).isEqualTo(CloseReason.SILENT);
  }

  @Test
  void silence_whileWeDoNotRead_meansNothing() {
    assertThat(life.tick(at(4000), true)).isNull();

    assertThat(questions).hasValue(0);
  }

  /** A proxy in between, which sees nothing else, would cut the connection. */
  @Test
  void wire_whileWeDoNotRead_isProbedAllTheSame() {
    life.tick(at(26), true);
    life.tick(at(40), true);
    assertThat(wireProbes).hasValue(1);

    life.tick(at(52), true);
    assertThat(wireProbes).hasValue(2);
  }

  @Test
  void probe_unanswered_isReplaced() {
    life.probe(at(10), at(5));

    assertThat(questions).hasValue(1);
    assertThat(tick(15)).isNull();
    assertThat(tick(16)).isEqualTo(CloseReason.REPLACED);
  }

  @Test
  void probe_answered_changesNothing() {
    life.probe(at(10), at(5));
    life.heard(at(11));

    assertThat(tick(16)).isNull();
    assertThat(tick(56)).isNull();
  }

  @Test
  void wire_isProbedEverySoOften() {
    tick(26);
    tick(40);
    assertThat(wireProbes).hasValue(1);

    tick(52);
    assertThat(wireProbes).hasValue(2);
  }
}

package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private long now = Duration.ofHours(5).toNanos();
  private boolean crowded;
  private final Pace pace = new Pace(() -> now, () -> crowded);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void theFirst_areToldAMomentLater() {
    assertThat(pace.untilNext()).isEqualTo(Duration.ofMillis(5).toNanos());
    assertThat(pace.now()).isTrue();
  }

  @Test
  void theNext_areToldAFifthOfASecondLater() {
    pace.begun(1).run();

    assertThat(pace.now()).isFalse();
    assertThat(pace.untilNext()).isEqualTo(Duration.ofMillis(200).toNanos());
    pass(Duration.ofMillis(200));
    assertThat(pace.now()).isTrue();
  }

  @Test
  void handshakesInLine_goFirst_forFiveSecondsAtMost() {
    pace.begun(1).run();
    crowded = true;

    pass(Duration.ofSeconds(5).minus(MOMENT));
    assertThat(pace.now()).isFalse();
    pass(MOMENT);
    assertThat(pace.now()).isTrue();
  }

  @Test
  void handshakesNoLongerInLine_areToldAtOnce() {
    pace.begun(1).run();
    crowded = true;
    pass(Duration.ofSeconds(1));
    assertThat(pace.now()).isFalse();

    crowded = false;

    assertThat(pace.now()).isTrue();
  }

  @Test
  void telling_thatIsNotDone_isWaitedFor_andAsLongAgain() {
    Runnable done = pace.begun(2);
    done.run();
    pass(Duration.ofSeconds(1));
    assertThat(pace.now()).isFalse();

    done.run();
    assertThat(pace.now()).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(pace.now()).isTrue();
  }

  @Test
  void telling_thatIsNeverDone_isWaitedForFiveSeconds() {
    Runnable late = pace.begun(1);
    pass(Duration.ofSeconds(5));
    assertThat(pace.now()).isTrue();

    Runnable done = pace.begun(1);
    pass(Duration.ofMillis(300));
    late.run();
    assertThat(pace.now()).isFalse();
    done.run();
    pass(Duration.ofMillis(300));
    assertThat(pace.now()).isTrue();
  }

  @Test
  void nobodyToTell_isDoneAtOnce() {
    pace.begun(0);
    pass(Duration.ofMillis(200));

    assertThat(pace.now()).isTrue();
  }
}

package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WriteStateTest {
  private final AtomicLong now = new AtomicLong();
  private final WriteState state = new WriteState(now::get);

  private void pass(long seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private void end(boolean succeeds) {
    WriteState.Attempt attempt = state.begin();
    if (succeeds) {
      attempt.succeeded();
    } else {
      attempt.failed("full");
    }
    attempt.end();
  }

  @Test
  void write_tells_forAMinute() {
    end(true);
    pass(59);
    assertThat(state.isDue()).isFalse();
    pass(1);
    assertThat(state.isDue()).isTrue();
    assertThat(state.trouble()).isEmpty();
  }

  @Test
  void failure_isTried_everyTwoSeconds_untilOneSucceeds() {
    end(false);
    assertThat(state.trouble()).contains("full");
    for (int i = 0; i < 3; i++) {
      assertThat(state.isDue()).isFalse();
      pass(2);
      assertThat(state.isDue()).isTrue();
      end(false);
    }
    end(true);
    assertThat(state.trouble()).isEmpty();
    assertThat(state.isDue()).isFalse();
  }

  @Test
  void attempt_thatDoesNotEnd_isTrouble_untilItEnds() {
    WriteState.Attempt attempt = state.begin();
    pass(5);
    end(true);
    assertThat(state.trouble()).isEmpty();
    pass(1);
    assertThat(state.trouble()).contains("the database does not answer");
    attempt.end();
    assertThat(state.trouble()).isEmpty();
  }
}

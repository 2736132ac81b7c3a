package alcove.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often a client may do what. */
class RateLimitsTest {
  private final AtomicLong nanoTime = new AtomicLong(1);
  private final RateLimits limits = new RateLimits(nanoTime::get);

  private int permits(Purpose purpose, String client) {
    int permits = 0;
    while (limits.admit(purpose, client)) {
      permits++;
    }
    return permits;
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  @ParameterizedTest
  @EnumSource
  void client_afterItsBurst_waitsForRetryAfter(Purpose purpose) {
    assertThat(permits(purpose, "a")).isEqualTo(purpose.burst());

    pass(purpose.retryAfter().plusMillis(1));

    assertThat(limits.admit(purpose, "a")).isTrue();
  }

  @Test
  void clients_always_haveTheirOwnLimitsForEachPurpose() {
    permits(Purpose.LOOK_UP_ALIAS, "a");

    assertThat(limits.admit(Purpose.LOOK_UP_ALIAS, "b")).isTrue();
    assertThat(limits.admit(Purpose.CLAIM_INVITE, "a")).isTrue();
  }

  @Test
  void client_whoIsExempt_isNeverLimitedNorRemembered() {
    for (int i = 0; i < 1000; i++) {
      assertThat(limits.admit(Purpose.SET_UP, null)).isTrue();
      limits.missed(Purpose.SET_UP, null);
    }
    assertThat(limits.size()).isZero();
  }

  @Test
  void client_whoGuesses_isStoppedEarlier() {
    Purpose purpose = Purpose.LOOK_UP_ALIAS;
    int guesses = 0;
    while (limits.admit(purpose, "a")) {
      limits.missed(purpose, "a");
      guesses++;
    }

    assertThat(guesses).isEqualTo(purpose.burst() / (1 + purpose.costOfMiss()));
  }

  @Test
  void manyClients_always_leaveTheMapBounded() {
    for (int i = 0; i < 2 * RateLimits.MOST_CLIENTS; i++) {
      limits.admit(Purpose.LOOK_UP_ALIAS, "client " + i);
    }

    assertThat(limits.size()).isEqualTo(RateLimits.MOST_CLIENTS);
  }

  @Test
  void busyClient_whenOthersCrowdIn_isNotForgotten() {
    permits(Purpose.CREATE_INVITE, "busy");
    for (int i = 0; i < 2 * RateLimits.MOST_CLIENTS; i++) {
      limits.admit(Purpose.CREATE_INVITE, "client " + i);
      assertThat(limits.admit(Purpose.CREATE_INVITE, "busy")).isFalse();
    }
  }

  @Test
  void clients_whoseBucketsAreFullAgain_areForgotten() {
    limits.admit(Purpose.LOOK_UP_ALIAS, "a");
    permits(Purpose.CREATE_INVITE, "b");
    pass(Duration.ofMinutes(5));

    limits.admit(Purpose.LOOK_UP_ALIAS, "c");
    assertThat(limits.size()).isEqualTo(2);

    pass(Duration.ofMinutes(6));
    limits.admit(Purpose.LOOK_UP_ALIAS, null);
    assertThat(limits.size()).isZero();
  }
}

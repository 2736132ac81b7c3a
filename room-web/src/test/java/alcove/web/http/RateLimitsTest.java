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

  private int permits(RateLimit purpose, String client) {
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
  void client_afterItsBurst_waitsForRetryAfter(RateLimit purpose) {
    assertThat(permits(purpose, "a")).isEqualTo(purpose.burst());

    pass(purpose.retryAfter().plusMillis(1));

    assertThat(limits.admit(purpose, "a")).isTrue();
  }

  @Test
  void clients_always_haveTheirOwnLimitsForEachPurpose() {
    permits(RateLimit.LOOK_UP_ALIAS, "a");

    assertThat(limits.admit(RateLimit.LOOK_UP_ALIAS, "b")).isTrue();
    assertThat(limits.admit(RateLimit.CLAIM_INVITE, "a")).isTrue();
  }

  @Test
  void client_whoIsExempt_isNeverLimitedNorRemembered() {
    for (int i = 0; i < 1000; i++) {
      assertThat(limits.admit(RateLimit.SET_UP, null)).isTrue();
      limits.missed(RateLimit.SET_UP, null);
    }
    assertThat(limits.size()).isZero();
  }

  @Test
  void client_whoGuesses_isStoppedEarlier() {
    RateLimit purpose = RateLimit.LOOK_UP_ALIAS;
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
      limits.admit(RateLimit.LOOK_UP_ALIAS, "client " + i);
    }

    assertThat(limits.size()).isEqualTo(RateLimits.MOST_CLIENTS);
  }

  @Test
  void busyClient_whenOthersCrowdIn_isNotForgotten() {
    permits(RateLimit.CREATE_INVITE, "busy");
    for (int i = 0; i < 2 * RateLimits.MOST_CLIENTS; i++) {
      limits.admit(RateLimit.CREATE_INVITE, "client " + i);
      assertThat(limits.admit(RateLimit.CREATE_INVITE, "busy")).isFalse();
    }
  }

  @Test
  void clients_whoseBucketsAreFullAgain_areForgotten() {
    limits.admit(RateLimit.LOOK_UP_ALIAS, "a");
    permits(RateLimit.CREATE_INVITE, "b");
    pass(Duration.ofMinutes(5));

    limits.admit(RateLimit.LOOK_UP_ALIAS, "c");
    assertThat(limits.size()).isEqualTo(2);

    pass(Duration.ofMinutes(6));
    limits.admit(RateLimit.LOOK_UP_ALIAS, null);
    assertThat(limits.size()).isZero();
  }
}

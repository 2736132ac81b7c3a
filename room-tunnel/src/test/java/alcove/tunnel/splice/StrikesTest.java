package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StrikesTest {
  private static final FeedId ALICE = FeedId.of(new byte[32]);

  private final AtomicLong clock = new AtomicLong();
  private final Strikes strikes = new Strikes(TunnelLimits.ofThisMachine(), clock::get);

  @Test
  void threeStrikes_areOutForTenMinutes() {
    strike(1);
    strike(2);
    assertThat(strikes.isOut(ALICE)).isFalse();

    strike(3);
    assertThat(strikes.isOut(ALICE)).isTrue();
    pass(Duration.ofMinutes(10));
    assertThat(strikes.isOut(ALICE)).isTrue();
    pass(Duration.ofMillis(1));

    assertThat(strikes.isOut(ALICE)).isFalse();
  }

  @Test
  void manyEnds_inOneSilence_areOneStrike() {
    for (int i = 0; i < 10; i++) {
      strike(7);
      pass(Duration.ofSeconds(1));
    }

    assertThat(strikes.isOut(ALICE)).isFalse();
  }

  @Test
  void strikes_thatAreOld_doNotCount() {
    for (int i = 0; i < 20; i++) {
      strike(i);
      pass(Duration.ofMinutes(6));
      assertThat(strikes.isOut(ALICE)).isFalse();
    }
  }

  private void strike(long silentSince) {
    strikes.add(ALICE, silentSince);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}

package alcove.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
  private final AtomicLong nanoTime = new AtomicLong(1);
  private final TokenBuckets buckets = new TokenBuckets(1.0 / 60, 2, 3, nanoTime::get);

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  @Test
  void eachName_hasABucketOfItsOwn_thatFillsUpAgain() {
    assertThat(buckets.tryTake("a")).isTrue();
    assertThat(buckets.tryTake("a")).isTrue();
    assertThat(buckets.tryTake("a")).isFalse();
    assertThat(buckets.tryTake("b")).isTrue();

    pass(Duration.ofSeconds(61));
    assertThat(buckets.tryTake("a")).isTrue();
    assertThat(buckets.tryTake("a")).isFalse();

    buckets.giveBack("a");
    assertThat(buckets.tryTake("a")).isTrue();

    buckets.forgive("a");
    assertThat(buckets.tryTake("a")).isTrue();
    assertThat(buckets.tryTake("a")).isTrue();
  }

  @Test
  void oneNameTooMany_forgetsTheOneThatWasAwayLongest_andNoneThatTriesOn() {
    buckets.tryTake("busy");
    buckets.tryTake("busy");
    for (int i = 0; i < 10; i++) {
      buckets.tryTake("other " + i);
      assertThat(buckets.tryTake("busy")).isFalse();
    }
    assertThat(buckets.size()).isEqualTo(3);
  }

  @Test
  void name_whoseBucketIsFullAgain_isForgotten() {
    buckets.tryTake("a");
    buckets.tryTake("b");
    buckets.tryTake("b");

    pass(Duration.ofSeconds(61));
    buckets.sweep();
    assertThat(buckets.size()).isEqualTo(1);

    pass(Duration.ofSeconds(61));
    buckets.sweep();
    assertThat(buckets.size()).isZero();
  }
}

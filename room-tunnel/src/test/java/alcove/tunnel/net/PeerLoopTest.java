package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerLoopTest {
  private final HandLoop hand = new HandLoop();
  private final List<Long> ticks = new ArrayList<>();

  @Test
  void everySecond_ticksUntilRemoved() {
    Ticking each = ticks::add;
    hand.loop.add(each);
    hand.advance(Duration.ofSeconds(3));

    assertThat(hand.loop.remove(each)).isTrue();
    assertThat(hand.loop.remove(each)).isFalse();
    hand.advance(Duration.ofSeconds(3));

    assertThat(ticks).hasSize(3);
    assertThat(ticks.get(2) - ticks.get(0)).isEqualTo(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void fault_inOneTick_keepsTheOthersGoing() {
    Ticking faulty =
        now -> {
          throw new IllegalStateException("made by a test");
        };
    hand.loop.add(faulty);
    hand.loop.add(ticks::add);

    hand.advance(Duration.ofSeconds(3));

    assertThat(ticks).hasSize(3);
  }

  @Test
  void removal_inATick_isFine() {
    Ticking[] both = new Ticking[2];
    both[0] = now -> hand.loop.remove(both[1]);
    both[1] = now -> hand.loop.remove(both[0]);
    hand.loop.add(both[0]);
    hand.loop.add(both[1]);
    hand.loop.add(ticks::add);

    hand.advance(Duration.ofSeconds(2));

    assertThat(ticks).hasSize(2);
  }

  /** A deadline that is about to pass must not pass because nobody was there to read the answer. */
  @Test
  void loopThatIsLate_judgesNothingByTheTimeThatItMissed() {
    hand.loop.add(ticks::add);
    hand.advance(Duration.ofSeconds(4));
    long before = hand.loop.now();

    hand.stop(Duration.ofMinutes(1));
    assertThat(hand.loop.now() - before).isLessThanOrEqualTo(Duration.ofMillis(1250).toNanos());
    hand.advance(Duration.ofMillis(100));

    assertThat(ticks).hasSize(5);
    assertThat(ticks.getLast()).isLessThanOrEqualTo(before);

    hand.advance(Duration.ofSeconds(1));
    assertThat(ticks.getLast() - before).isLessThanOrEqualTo(Duration.ofMillis(1250).toNanos());
    hand.advance(Duration.ofSeconds(10));
    assertThat(hand.loop.now() - before).isGreaterThan(Duration.ofSeconds(11).toNanos());
  }

  @Test
  void loopThatIsLateAgainAndAgain_goesOnAllTheSame() {
    long before = hand.loop.now();

    for (int i = 0; i < 10; i++) {
      hand.stop(Duration.ofSeconds(5));
      hand.advance(Duration.ofMillis(100));
    }

    assertThat(hand.loop.now() - before).isGreaterThan(Duration.ofSeconds(10).toNanos());
  }

  /** Deadlines go by the tick before: what had come by then has been read. */
  @Test
  void tick_isToldTheTimeOfTheOneBefore() {
    List<Long> times = new ArrayList<>();
    hand.loop.add(
        judged -> {
          ticks.add(judged);
          times.add(hand.loop.now());
        });

    hand.advance(Duration.ofSeconds(3));

    assertThat(ticks.subList(1, 3)).isEqualTo(times.subList(0, 2));
  }
}

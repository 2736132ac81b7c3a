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
}

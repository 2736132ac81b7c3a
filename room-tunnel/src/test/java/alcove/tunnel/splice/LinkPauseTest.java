package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedKeyPair;
import alcove.tunnel.link.HandLink;
import alcove.tunnel.testing.TestRoom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the other node hears of a reader that is slow, by a clock that the test sets. */
class LinkPauseTest {
  private static final int MUCH = 1 << 20;

  private final HandLink other = new HandLink();
  private final Flow flow = new Flow(new AtomicLong());
  private final LinkPause pause =
      new LinkPause(
          other.link,
          new Tunnels(
              FeedKeyPair.create(TestRoom.CRYPTO).id(),
              (origin, target) -> null,
              Tunnels.Quota.DEFAULT,
              FlowLimits.ofThisMachine(),
              System::nanoTime),
          flow);

  private void passMinutes(int minutes) {
    other.hand.advance(Duration.ofMinutes(minutes));
    pause.look(other.link.loop().now());
  }

  @Test
  void readerThatTakesALittle_isSaidSo_onceAMinute() {
    flow.add(MUCH);
    pause.check();
    assertThat(other.wire.isPaused()).isTrue();

    for (int i = 0; i < 3; i++) {
      flow.subtract(1);
      pause.look(other.link.loop().now());
      assertThat(other.written()).isEmpty();
      passMinutes(1);
      assertThat(other.written()).containsExactly("TAKEN ");
    }
  }

  @Test
  void readerThatTakesNothing_isNotSaidToTakeSomething() {
    flow.add(MUCH);
    flow.subtract(1);
    pause.check();

    passMinutes(2);
    passMinutes(2);

    assertThat(other.written()).isEmpty();
  }

  @Test
  void readerThatHasTakenEnough_isReadForAgain_withoutAWord() {
    flow.add(MUCH);
    pause.check();
    flow.subtract(MUCH);

    passMinutes(2);

    assertThat(other.wire.isPaused()).isFalse();
    assertThat(other.written()).isEmpty();
  }
}

package alcove.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a link waits for the other node, by a clock that stands still otherwise. */
class LinkTest {
  private static final Duration FOUR_MINUTES = Duration.ofMinutes(4);
  private static final byte[] NOTHING = {};

  private final HandLink other = new HandLink();

  private void end() {
    other.link.end(() -> {});
    assertThat(other.written()).containsExactly("END ");
  }

  @Test
  void cleanEnd_whoseReaderTakesNothing_isGivenUpInMinutes() {
    end();
    other.hand.advance(FOUR_MINUTES);
    assertThat(other.isOver()).isFalse();

    other.hand.advance(Duration.ofMinutes(2));

    assertThat(other.isOver()).isTrue();
    assertThat(other.wire.isReset()).isTrue();
  }

  @Test
  void cleanEnd_isWaitedForAsLongAsTheOthersSystemTakesSomething() {
    end();
    for (int i = 0; i < 10; i++) {
      other.wire.takeALittle();
      other.hand.advance(FOUR_MINUTES);
    }
    assertThat(other.isOver()).isFalse();

    other.hand.advance(FOUR_MINUTES);

    assertThat(other.isOver()).isTrue();
  }

  @Test
  void cleanEnd_isWaitedForAsLongAsTheOthersReaderTakesSomething() {
    end();
    for (int i = 0; i < 10; i++) {
      other.receive(RecordType.TAKEN, NOTHING);
      other.hand.advance(FOUR_MINUTES);
    }
    assertThat(other.isOver()).isFalse();

    other.receive(RecordType.END, NOTHING);

    assertThat(other.wire.isClosed()).isTrue();
    assertThat(other.wire.isReset()).isFalse();
  }

  @Test
  void wordOfTheReader_keepsNothingElseWaiting() {
    other.link.breakOff("STALLED_READER");
    assertThat(other.written()).containsExactly("BROKEN STALLED_READER");
    for (int i = 0; i < 4; i++) {
      other.receive(RecordType.TAKEN, NOTHING);
      other.hand.advance(Duration.ofSeconds(1));
    }

    assertThat(other.isOver()).isTrue();
  }

  @Test
  void wordOfTheReader_isSaidWhileNothingIsRead_andOurOwnSystemTakesIt() {
    other.link.sayTaken();
    assertThat(other.written()).isEmpty();

    other.link.pause();
    other.link.sayTaken();
    assertThat(other.written()).containsExactly("TAKEN ");

    other.wire.takeNothing();
    other.link.sayTaken();
    other.link.sayTaken();
    assertThat(other.written()).containsExactly("TAKEN ");
  }

  @Test
  void wordOfTheReader_inAnOpenTunnel_isNothingToThePeer() {
    other.receive(RecordType.TAKEN, NOTHING);
    other.receive(RecordType.BINARY, "bytes".getBytes(StandardCharsets.UTF_8));

    assertThat(other.heard).containsExactly("bytes");
  }
}

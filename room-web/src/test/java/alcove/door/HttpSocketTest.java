package alcove.door;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.limits.FairPlaces;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** By a clock that stands still unless it is told to go on. */
class HttpSocketTest {
  private final List<HttpSocket> left = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final HttpSocket socket =
      new HttpSocket(
          channel, Duration.ofSeconds(15), new StreamShare(new FairPlaces<>(8), 3, "a"), left::add);

  HttpSocketTest() {
    channel.freezeTime();
    channel.pipeline().addLast(socket);
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runPendingTasks();
  }

  private void read() {
    channel.writeInbound(Unpooled.copiedBuffer(new byte[] {'G'}));
  }

  @Test
  void socket_thatSaysNothing_isClosedAndCountedOutInTime() {
    pass(14);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
    assertThat(left).containsExactly(socket);
  }

  @Test
  void singleBytes_extendNothing() {
    for (int i = 0; i < 15; i++) {
      read();
      pass(1);
    }
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void request_thatIsThere_mayTakeAsLongAsItLikes() {
    pass(10);
    socket.begin();
    assertThat(socket.waits()).isFalse();
    pass(10);
    read();
    pass(100);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void nextHeader_hasItsTimeFromItsFirstByteOn() {
    socket.begin();
    socket.end();
    assertThat(socket.waits()).isTrue();
    pass(100);
    read();
    pass(14);
    read();
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void nextHeader_thatIsThereInTime_isAnswered() {
    socket.begin();
    socket.end();
    read();
    pass(14);
    socket.begin();
    pass(100);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void loopThatWasAway_doesNotPunishTheOtherSideForIt() {
    pass(20);
    assertThat(channel.isOpen()).isTrue();
    socket.begin();
    pass(100);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void socketOfAPeer_hasNoDeadlineAndIsCountedOutOnce() {
    socket.leave();
    assertThat(left).containsExactly(socket);
    pass(100);
    assertThat(channel.isOpen()).isTrue();
    socket.leave();
    var _ = channel.close();
    assertThat(left).hasSize(1);
  }
}

package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of a stream comes behind the bytes that Vert.x hands over in a task of its own. */
class EndAfterDataTest {
  private final HandLoop hand = new HandLoop();
  private final EventLoop eventLoop = hand.loop.eventLoop();
  private final List<String> told = new ArrayList<>();
  private final EndAfterData end =
      new EndAfterData(
          eventLoop,
          new Wire.Receiver() {
            @Override
            public void bytes(ByteBuf bytes) {}

            @Override
            public void hungUp() {
              told.add("hung up");
            }

            @Override
            public void closed() {
              told.add("closed");
            }
          });

  /** As a wire does: Vert.x schedules a task that hands over what it holds. */
  private void resume(Runnable whatTheBytesBringAbout) {
    eventLoop.execute(
        () -> {
          told.add("bytes");
          whatTheBytesBringAbout.run();
        });
    end.resumed();
  }

  @Test
  void closed_whileReading_isTold() {
    end.closed();
    assertThat(told).containsExactly("hung up");

    hand.run();
    assertThat(told).containsExactly("hung up", "closed");
  }

  @Test
  void closed_whilePaused_isToldBehindTheBytes() {
    end.paused();
    end.closed();
    hand.run();
    assertThat(told).containsExactly("hung up");

    resume(() -> {});
    hand.run();

    assertThat(told).containsExactly("hung up", "bytes", "closed");
  }

  @Test
  void closed_whileTheBytesPauseAgain_isToldBehindTheLast() {
    end.paused();
    end.closed();
    resume(end::paused);
    hand.run();
    assertThat(told).containsExactly("hung up", "bytes");

    resume(() -> {});
    hand.run();

    assertThat(told).containsExactly("hung up", "bytes", "bytes", "closed");
  }

  /** The task that would tell is scheduled before the one that hands over the bytes. */
  @Test
  void closed_justBeforeBeingResumed_isToldBehindTheBytes() {
    end.paused();
    eventLoop.execute(() -> resume(() -> {}));
    end.closed();

    hand.run();

    assertThat(told).containsExactly("hung up", "bytes", "closed");
  }

  @Test
  void resumed_afterTheEnd_tellsNothingMore() {
    end.closed();
    hand.run();

    end.paused();
    end.resumed();
    hand.run();

    assertThat(told).containsExactly("hung up", "closed");
  }
}

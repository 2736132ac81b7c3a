package alcove.tunnel.splice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.HandLoop;
import alcove.tunnel.net.HandPeer;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the other end of a tunnel hands over, on its way to the peer. */
class ToPeerTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final RecordingTunnel arrived = new RecordingTunnel();
  private final HandPeer peer =
      new HandPeer(
          new HandLoop(),
          (caller, args, substream) -> arrived,
          (caller, args, substream) -> arrived);
  private final Flow flow = new Flow(new AtomicLong());
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final ToPeer out =
      new ToPeer(
          peer.connection.outbox(),
          flow,
          new SlowReader(FlowLimits.ofThisMachine()),
          taken::incrementAndGet,
          ended::incrementAndGet);

  private Substream substream() {
    return peer.connection
        .session()
        .open("tunnel.connect", Json.array(), "duplex", new RecordingTunnel());
  }

  private void open() {
    out.open(substream(), 0);
  }

  private void give(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    flow.add(bytes.length);
    out.take(bytes, 0, bytes.length);
  }

  private void give(int length) {
    flow.add(length);
    out.take(Unpooled.wrappedBuffer(new byte[length]));
  }

  @Test
  void bytes_beforeThePeerIsCalled_waitForThat() {
    give("early ");
    peer.carry();
    assertThat(arrived.events).isEmpty();
    assertThat(flow.held()).isEqualTo(6);

    open();
    give("late");
    peer.carry();

    assertThat(arrived.events).containsExactly("early late");
    assertThat(flow.held()).isZero();
  }

  @Test
  void wholeBodies_keepTypeAndPlace() {
    open();
    give("one");
    flow.add(4 + OutgoingQueue.BODY_OVERHEAD);
    out.take(BodyType.STRING, Unpooled.wrappedBuffer("text".getBytes(UTF_8)));
    give("two");
    peer.carry();

    assertThat(arrived.events).containsExactly("one", "STRING text", "two");
    assertThat(flow.held()).isZero();
  }

  @Test
  void end_waitsBehindTheData() {
    open();
    give("data");
    assertThat(out.endAfterData()).isFalse();
    assertThat(ended).hasValue(0);

    peer.carry();

    assertThat(arrived.events).containsExactly("data", "end");
    assertThat(ended).hasValue(1);
  }

  @Test
  void end_withNothingBeforeIt_isSentAtOnce() {
    open();
    assertThat(out.endAfterData()).isTrue();
    peer.carry();

    assertThat(arrived.events).containsExactly("end");
    assertThat(ended).hasValue(0);
  }

  @Test
  void failure_discardsWhatIsNotSent() {
    open();
    give(5);
    out.fail("broken");
    out.close();
    peer.carry();

    assertThat(arrived.events).containsExactly("broken");
    assertThat(flow.held()).isZero();
  }

  @Test
  void afterTheEnd_nothingIsTaken_orHeld() {
    open();
    out.fail("broken");
    out.close();
    give("more");
    give(100);
    flow.add(4 + OutgoingQueue.BODY_OVERHEAD);
    out.take(BodyType.STRING, Unpooled.wrappedBuffer("text".getBytes(UTF_8)));
    peer.carry();

    assertThat(arrived.events).containsExactly("broken");
    assertThat(flow.held()).isZero();
  }

  @Test
  void afterTheEndWasAskedFor_nothingIsTaken() {
    open();
    give("data");
    out.endAfterData();
    give("more");
    peer.carry();

    assertThat(arrived.events).containsExactly("data", "end");
  }

  @Test
  void source_goesOn_onlyWhenThePeersSystemHasTakenEnough() {
    open();
    peer.carry();
    peer.takeNothing();
    give(300 << 10);
    flow.pausedAt(256 << 10);
    peer.carry();
    assertThat(flow.held()).isEqualTo(300 << 10);
    assertThat(taken).hasValue(0);

    while (flow.held() > 128 << 10) {
      peer.takeAll();
      peer.carry();
    }

    assertThat(taken.get()).isPositive();
  }

  @Test
  void close_letsTheSourceGoOn() {
    open();
    give(300 << 10);
    flow.pausedAt(256 << 10);

    out.close();

    assertThat(taken).hasValue(1);
    assertThat(flow.held()).isZero();
  }

  @Test
  void bytes_beforeThePeerIsCalled_areSentAlsoWhenNoneFollow() {
    give("early");
    open();
    peer.carry();

    assertThat(arrived.events).containsExactly("early");
  }

  @Test
  void wholeBody_alone_isSent() {
    open();
    flow.add(4 + OutgoingQueue.BODY_OVERHEAD);
    out.take(BodyType.STRING, Unpooled.wrappedBuffer("text".getBytes(UTF_8)));
    peer.carry();

    assertThat(arrived.events).containsExactly("STRING text");
    out.close();
    assertThat(flow.held()).isZero();
  }

  @Test
  void wholeBody_thatIsNotSent_isHeldNoLongerThanTheTunnel() {
    flow.add(4 + OutgoingQueue.BODY_OVERHEAD);
    out.take(BodyType.STRING, Unpooled.wrappedBuffer("text".getBytes(UTF_8)));

    out.close();

    assertThat(flow.held()).isZero();
  }

  @Test
  void reader_isJudgedFromWhenItWasCalled() {
    long late = Duration.ofHours(1).toNanos();
    out.open(substream(), late);
    peer.takeNothing();
    give(300 << 10);
    flow.pausedAt(256 << 10);

    assertThat(out.judgeReader(Waiting.BUSY, late + SECOND)).isNull();
    assertThat(out.judgeReader(Waiting.BUSY, late + 13 * SECOND))
        .isEqualTo(EndReason.STALLED_READER);
  }

  @Test
  void reader_thatTakesEnough_isNeverSlow() {
    open();
    peer.takeNothing();
    give(10 << 20);
    flow.pausedAt(256 << 10);
    for (int i = 1; i <= 60; i++) {
      peer.carry();
      peer.takeAll();
      assertThat(out.judgeReader(Waiting.BUSY, i * SECOND)).isNull();
    }
    assertThat(flow.held()).isPositive();
  }
}

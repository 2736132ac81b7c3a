package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final int BINARY = PacketHeader.flags(BodyType.BINARY, true, false);

  private final HandLoop hand = new HandLoop();
  private final FakeWire wire = new FakeWire(hand.loop.eventLoop());
  private final AtomicInteger pileUps = new AtomicInteger();
  private final AtomicInteger goodbyesSent = new AtomicInteger();
  private final Outbox outbox =
      new Outbox(wire, hand.loop, Unboxed.encoder(), pileUps::incrementAndGet);
  private final Unboxed opened = new Unboxed();

  @Test
  void everythingOfOneRun_leavesInOneWrite_callsThenListsThenTunnelsInTurn() throws Exception {
    outbox.ready(new Bytes(1, 2 * (16 << 10) + 1));
    outbox.ready(new Bytes(2, (16 << 10) + 1));
    outbox.urgent(new Bytes(3, 1));
    outbox.control(packet(4, 10));
    outbox.control(packet(5, 10));

    hand.run();

    var writes = wire.takeWrites();
    assertThat(writes).hasSize(1);
    assertThat(opened.open(writes).packets)
        .containsExactly("4:x", "5:x", "3:y", "1:y", "2:y", "1:y", "2:y", "1:y");
  }

  /** For example because memory is short; the boxes that were sealed before it are lost. */
  @Test
  void batchThatFails_endsTheConnectionAndLeavesNoBuffer() {
    Sender failing =
        new Sender() {
          @Override
          public boolean send(BoxPacker packer) {
            throw new OutOfMemoryError("of the test");
          }

          @Override
          public void written(int bytes) {}
        };
    outbox.control(packet(1, 10));
    outbox.ready(failing);

    assertThatThrownBy(hand::run).hasMessage("of the test");

    assertThat(wire.isReset()).isTrue();
    outbox.control(packet(2, 10));
    hand.run();
    assertThat(wire.takeWrites()).isEmpty();
  }

  @Test
  void control_overtakesTunnelsThatWait() throws Exception {
    wire.takeNothing();
    outbox.ready(new Bytes(1, 1 << 20));
    hand.run();
    int before = opened.open(wire.takeWrites()).packets.size();

    outbox.control(packet(2, 10));
    hand.run();
    assertThat(wire.takeWrites()).isEmpty();
    wire.finishWrites();
    hand.run();

    assertThat(opened.open(wire.takeWrites()).packets.get(before)).isEqualTo("2:x");
  }

  @Test
  void peerThatTakesNothing_getsNoMoreThanTheAllowanceSealed() {
    wire.takeNothing();
    Bytes tunnel = new Bytes(1, 10 << 20);
    outbox.ready(tunnel);
    hand.run();

    assertThat(wire.takeWrites().stream().mapToInt(write -> write.length).sum())
        .isBetween(64 << 10, 72 << 10);
    assertThat(tunnel.left).isGreaterThan(9 << 20);
  }

  /** However little of the allowance was used before, what comes then does not exceed it. */
  @Test
  void peerThatTakesNothing_getsNoMoreThanTheAllowanceInSeveralWrites() {
    wire.takeNothing();
    int sealed = 0;
    for (int length : new int[] {5_000, 1, 40_000, 15_000, 1_000_000, 1_000_000}) {
      outbox.ready(new Bytes(1, length));
      outbox.control(packet(2, 700));
      hand.run();
      sealed += wire.takeWrites().stream().mapToInt(write -> write.length).sum();
    }

    int headerAndOneBox = 34 + 9 + 34 + 4096;
    assertThat(sealed).isBetween(64 << 10, (64 << 10) + headerAndOneBox);
  }

  @Test
  void peerThatTakesNothing_getsALongListOnlyAsFarAsTheAllowanceGoes() {
    wire.takeNothing();
    outbox.ready(new Bytes(1, 60_000));
    hand.run();
    int sealed = wire.takeWrites().stream().mapToInt(write -> write.length).sum();

    outbox.control(packet(2, 200_000));
    hand.run();
    sealed += wire.takeWrites().stream().mapToInt(write -> write.length).sum();

    int headerAndOneBox = 34 + 9 + 34 + 4096;
    assertThat(sealed).isBetween(64 << 10, (64 << 10) + headerAndOneBox);
  }

  @Test
  void senders_areToldWhatTheSystemTook() throws Exception {
    Bytes one = new Bytes(1, 100_000);
    Bytes two = new Bytes(2, 50_000);
    outbox.ready(one);
    outbox.ready(two);

    hand.run();

    assertThat(one.written).isEqualTo(100_000);
    assertThat(two.written).isEqualTo(50_000);
    assertThat(isStalled(0)).isFalse();
    assertThat(opened.open(wire.takeWrites()).bodies).doesNotContain(0);
  }

  @Test
  void sender_withNothingToSay_causesNoWrite() {
    outbox.urgent(packer -> false);

    hand.run();

    assertThat(wire.takeWrites()).isEmpty();
  }

  @Test
  void control_longPacket_isSentInPiecesThatKeepTogether() throws Exception {
    wire.takeNothing();
    outbox.control(packet(1, 200_000));
    outbox.control(packet(2, 10));
    outbox.ready(new Bytes(3, 10));
    for (int i = 0; i < 10; i++) {
      hand.run();
      opened.open(wire.takeWrites());
      wire.finishWrites();
    }

    assertThat(opened.packets).containsExactly("1:x", "2:x", "3:y");
  }

  @Test
  void control_thatPilesUp_isReportedOnceInsteadOfKept() {
    wire.takeNothing();
    for (int i = 0; i < 250; i++) {
      outbox.control(packet(1, 1000));
    }
    assertThat(pileUps).hasValue(0);

    for (int i = 0; i < 1000; i++) {
      outbox.control(packet(1, 1000));
    }

    assertThat(pileUps).hasValue(1);
  }

  @Test
  void behind_isWhoeverDoesNotTakeWhatWasSent() {
    wire.takeNothing();
    outbox.control(packet(1, 1000));
    assertThat(outbox.isBehind()).isFalse();
    hand.run();
    assertThat(outbox.isBehind()).isFalse();

    outbox.control(packet(1, 200_000));
    hand.run();
    assertThat(outbox.isBehind()).isTrue();

    while (outbox.isBehind()) {
      wire.finishWrites();
      hand.run();
    }
    assertThat(wire.takeWrites()).isNotEmpty();
  }

  /** The list of attendants of a large room is longer than what replies may pile up to. */
  @Test
  void control_behindLongList_isNoPileUp() throws Exception {
    wire.takeNothing();
    outbox.control(packet(1, 600_000));

    outbox.control(packet(2, 10));

    assertThat(pileUps).hasValue(0);
  }

  @Test
  void stall_isMeasuredFromWhenThereWasSomethingToSend() {
    wire.takeNothing();
    hand.advance(Duration.ofMinutes(10));
    assertThat(isStalled(1)).isFalse();

    outbox.control(packet(1, 10));
    hand.run();
    hand.advance(Duration.ofSeconds(7));
    assertThat(isStalled(6)).isTrue();
    assertThat(isStalled(8)).isFalse();

    wire.finishWrites();
    hand.advance(Duration.ofSeconds(7));
    assertThat(isStalled(6)).isFalse();
  }

  @Test
  void stall_whileThePeersSystemTakesSomething_isNone() {
    wire.takeNothing();
    outbox.control(packet(1, 10));
    hand.run();
    for (int i = 0; i < 100; i++) {
      hand.advance(Duration.ofSeconds(5));
      wire.takeALittle();
      assertThat(isStalled(6)).isFalse();
    }

    hand.advance(Duration.ofSeconds(7));

    assertThat(isStalled(6)).isTrue();
  }

  private boolean isStalled(int seconds) {
    return outbox.isStalled(Duration.ofSeconds(seconds), hand.loop.now());
  }

  @Test
  void goodbye_comesLastInBothLayers() throws Exception {
    outbox.ready(new Bytes(1, 10));
    outbox.control(packet(2, 10));

    outbox.goodbye(goodbyesSent::incrementAndGet);
    outbox.control(packet(3, 10));
    outbox.ready(new Bytes(4, 10));
    outbox.urgent(new Bytes(5, 10));
    outbox.goodbye(goodbyesSent::incrementAndGet);
    hand.run();

    assertThat(opened.open(wire.takeWrites()).packets)
        .containsExactly("2:x", "goodbye", "box goodbye");
    assertThat(goodbyesSent).hasValue(1);
  }

  @Test
  void close_sendsNothingMore() {
    outbox.control(packet(1, 10));
    outbox.ready(new Bytes(2, 10));

    outbox.close();
    outbox.control(packet(1, 10));
    outbox.ready(new Bytes(2, 10));
    hand.run();

    assertThat(wire.takeWrites()).isEmpty();
  }

  @Test
  void close_whileBytesAreOnTheirWay_stillTellsTheirSender() {
    wire.takeNothing();
    Bytes tunnel = new Bytes(1, 1000);
    outbox.ready(tunnel);
    hand.run();

    outbox.close();
    wire.finishWrites();

    assertThat(tunnel.written).isEqualTo(1000);
  }

  private static Packet packet(int requestNumber, int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) 'x');
    return Packet.of(BodyType.JSON, false, false, requestNumber, body);
  }

  /** Sends so many bytes, a packet at a turn. */
  private static final class Bytes implements Sender {
    private final int requestNumber;
    private int left;
    private int written;

    Bytes(int requestNumber, int length) {
      this.requestNumber = requestNumber;
      this.left = length;
    }

    @Override
    public boolean send(BoxPacker packer) {
      int length = packer.bodyLength(left);
      byte[] body = new byte[length];
      Arrays.fill(body, (byte) 'y');
      packer.begin(BINARY, requestNumber, length);
      packer.append(Unpooled.wrappedBuffer(body), length);
      left -= length;
      return left > 0;
    }

    @Override
    public void written(int bytes) {
      written += bytes;
    }
  }
}

package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxPackerTest {
  private static final int BOX = 4096;
  private static final int MOST = 64 << 10;
  private static final int BINARY = PacketHeader.flags(BodyType.BINARY, true, false);
  private static final int[] LENGTHS = {1, 9, 4087, 4095, 4096, 4097, 8191, 8192, 8193, 65536};

  private final ByteBuf out = Unpooled.buffer();
  private final BoxPacker packer = new BoxPacker(Unboxed.encoder(), new HandLoop().loop, out, MOST);
  private final List<Integer> expectedBoxes = new ArrayList<>();

  @Test
  void smallPackets_haveABoxForTheHeaderAndOneForTheBody() throws Exception {
    binary(1, 100);
    binary(2, 1);

    assertThat(opened().boxes).containsExactly(9, 100, 9, 1);
    assertThat(opened().bodies).containsExactly(100, 1);
    assertThat(packer.packed()).isEqualTo(101);
  }

  @Test
  void wholeBody_ofAnyLength_beginsABoxAndFillsAsFewAsHoldIt() throws Exception {
    for (int length : LENGTHS) {
      packer.whole(BINARY, 7, Unpooled.wrappedBuffer(new byte[length]));
      expect(length);
    }

    assertThat(opened().boxes).isEqualTo(expectedBoxes);
  }

  @Test
  void packet_ofAnyLength_beginsABoxAndFillsAsFewAsHoldIt() throws Exception {
    for (int length : LENGTHS) {
      packer.packet(packet(length));
      expect(length);
    }

    assertThat(opened().boxes).isEqualTo(expectedBoxes);
  }

  @Test
  void bodyOfManyPieces_fillsAsFewBoxesAsHoldIt() throws Exception {
    packer.begin(BINARY, 7, 10_000);
    for (int i = 0; i < 100; i++) {
      packer.append(Unpooled.wrappedBuffer(new byte[100]), 100);
    }
    expect(10_000);

    assertThat(opened().boxes).isEqualTo(expectedBoxes);
    assertThat(opened().bodies).containsExactly(10_000);
  }

  @Test
  void packet_beyondTheBatch_goesOnInTheNextAtTheBorderOfABox() throws Exception {
    Packet packet = packet(100_000);
    BoxPacker next = new BoxPacker(Unboxed.encoder(), new HandLoop().loop, Unpooled.buffer(), MOST);

    int reached = packer.packet(packet, 0);

    assertThat(packer.isFull()).isTrue();
    assertThat(out.readableBytes()).isBetween(MOST, MOST + 34 + BOX);
    assertThat((reached - PacketHeader.LENGTH) % BOX).isZero();
    assertThat(next.packet(packet, reached)).isEqualTo(packet.length());
  }

  @Test
  void bodyLength_isWhatIsAtHand_upToSixteenKibibytesAndTheEndOfTheBatch() {
    assertThat(packer.bodyLength(1)).isEqualTo(1);
    assertThat(packer.bodyLength(1 << 20)).isEqualTo(16 << 10);

    while (packer.bodyLength(1 << 20) == 16 << 10) {
      binary(1, BOX);
    }

    assertThat(packer.isFull()).isFalse();
    binary(1, packer.bodyLength(1 << 20));
    assertThat(packer.isFull()).isTrue();
    assertThat(out.readableBytes()).isBetween(MOST, MOST + 2 * 34 + 9 + BOX);
    assertThat(packer.bodyLength(1 << 20)).isEqualTo(BOX);
  }

  @Test
  void goodbyes_areABoxEach() throws Exception {
    packer.packet(Packet.goodbye());
    packer.goodbye();

    assertThat(opened().boxes).containsExactly(9);
    assertThat(opened().packets).containsExactly("goodbye", "box goodbye");
  }

  private void expect(int length) {
    expectedBoxes.add(PacketHeader.LENGTH);
    for (int left = length; left > 0; left -= BOX) {
      expectedBoxes.add(Math.min(left, BOX));
    }
  }

  private void binary(int requestNumber, int length) {
    packer.begin(BINARY, requestNumber, length);
    packer.append(Unpooled.wrappedBuffer(new byte[length]), length);
  }

  private static Packet packet(int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) 'x');
    return Packet.of(BodyType.JSON, true, false, 7, body);
  }

  private Unboxed opened() throws Exception {
    return new Unboxed().open(List.of(ByteBufUtil.getBytes(out)));
  }
}

package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxPackerTest {
  private static final int FULL = BoxPacker.MAX_PACKET_BODY;
  private static final int BINARY = PacketHeader.flags(BodyType.BINARY, true, false);

  private final ByteBuf out = Unpooled.buffer();
  private final BoxPacker packer = new BoxPacker(Unboxed.encoder(), new HandLoop().loop, out);

  @Test
  void fullPacket_fillsExactlyOneBox() throws Exception {
    stream(3 * FULL);

    assertThat(opened().boxes).containsExactly(4096, 4096, 4096);
    assertThat(opened().bodies).containsExactly(FULL, FULL, FULL);
  }

  @Test
  void smallPackets_shareOneBox() throws Exception {
    for (int i = 1; i <= 5; i++) {
      binary(i, 100);
    }
    packer.finish();

    assertThat(opened().boxes).containsExactly(5 * 109);
    assertThat(opened().bodies).hasSize(5);
    assertThat(packer.packed()).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3500, 3574, 3575, 3576, 4000, 4077, 4078, 4079, 4086, 4087})
  void packetBehindAnother_isNeverEmptyAndNeverSpansBoxes(int first) throws Exception {
    binary(1, first);

    stream(10_000);

    Unboxed opened = opened();
    assertThat(opened.bodies).allMatch(length -> length >= 1 && length <= FULL);
    assertThat(sum(opened.bodies)).isEqualTo(first + 10_000);
    assertThat(opened.boxes).allMatch(length -> length <= 4096);
    // A header costs something: what is too small to be worth one is left empty.
    assertThat(opened.boxes).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void whole_ofAnyLength_spansBoxes() throws Exception {
    for (int length : new int[] {1, 4086, 4087, 4088, 8183, 8184, 65536}) {
      packer.whole(BINARY, length, Unpooled.wrappedBuffer(new byte[length]));
    }
    packer.finish();

    assertThat(opened().bodies).containsExactly(1, 4086, 4087, 4088, 8183, 8184, 65536);
  }

  @Test
  void packet_behindAnyFilling_arrivesWhole() throws Exception {
    Packet large = packet(5000);
    Packet small = packet(3);
    for (int filling = 4070; filling <= 4087; filling++) {
      binary(1, filling);
      packer.packet(large);
      packer.packet(small);
    }
    packer.finish();

    assertThat(opened().bodies).hasSize(3 * 18);
    assertThat(Collections.frequency(opened().bodies, 5000)).isEqualTo(18);
  }

  @Test
  void packet_upToALimit_goesOnInTheNextBatch() throws Exception {
    Packet packet = packet(100_000);

    int reached = packer.packet(packet, 0, 10_000);
    assertThat(reached).isBetween(8_000, 13_000);
    assertThat(packer.packet(packet, reached, Integer.MAX_VALUE)).isEqualTo(packet.length());
    packer.finish();

    assertThat(opened().bodies).containsExactly(100_000);
  }

  @Test
  void finish_withNothingPacked_sealsNothing() {
    packer.finish();

    assertThat(packer.size()).isZero();
  }

  @Test
  void goodbye_sealsWhatIsLeftFirst() throws Exception {
    packer.packet(Packet.goodbye());
    packer.goodbye();

    assertThat(opened().packets).containsExactly("goodbye", "box goodbye");
  }

  private void stream(int length) {
    ByteBuf bytes = Unpooled.wrappedBuffer(new byte[length]);
    while (bytes.isReadable()) {
      int next = packer.bodyLength(bytes.readableBytes());
      packer.begin(BINARY, 9, next);
      packer.append(bytes, next);
    }
    packer.finish();
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

  private static int sum(List<Integer> lengths) {
    return lengths.stream().mapToInt(Integer::intValue).sum();
  }
}

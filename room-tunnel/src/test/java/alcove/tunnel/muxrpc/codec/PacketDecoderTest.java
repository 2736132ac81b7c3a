package alcove.tunnel.muxrpc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.tunnel.muxrpc.codec.PacketException.Reason;
import alcove.tunnel.muxrpc.codec.PacketReceiver.Treatment;
import alcove.tunnel.testing.Fragmentation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PacketDecoderTest {
  private static final byte[] GOODBYE = new byte[9];

  private final PacketDecoder decoder = new PacketDecoder();

  /** A bit of everything that a peer may send, glued together. */
  private static byte[] conversation() {
    return glue(
        packet(2, 1, "{\"name\":[\"whoami\"],\"args\":[]}"),
        packet(8, 2, "raw bytes of a tunnel"),
        packet(9, 2, "text"),
        packet(14, 2, "true"),
        packet(6, -3, "{\"message\":\"no\"}"),
        packet(10, 4, ""),
        packet(0xf2, 5, "1"),
        GOODBYE);
  }

  static Stream<Fragmentation.Cut> cutsOfConversation() {
    return Fragmentation.cuts(conversation());
  }

  @ParameterizedTest
  @MethodSource("cutsOfConversation")
  void decode_howeverCut_deliversSamePackets(Fragmentation.Cut cut) throws PacketException {
    RecordingPackets packets =
        new RecordingPackets(
            header -> header.type() == BodyType.BINARY ? Treatment.STREAM : Treatment.COLLECT);

    for (byte[] piece : cut.pieces()) {
      decoder.decode(piece, 0, piece.length, packets);
    }

    assertThat(packets.events())
        .containsExactly(
            "JSON on 1: {\"name\":[\"whoami\"],\"args\":[]}",
            "STREAM 21 on 2",
            "streamed raw bytes of a tunnel",
            "stream STRING on 2: text",
            "stream end JSON on 2: true",
            "end JSON on -3: {\"message\":\"no\"}",
            "stream JSON on 4: ",
            "JSON on 5: 1",
            "goodbye");
  }

  @ParameterizedTest
  @MethodSource("cutsOfConversation")
  void decode_discarding_findsEveryHeader(Fragmentation.Cut cut) throws PacketException {
    RecordingPackets packets = new RecordingPackets(header -> Treatment.DISCARD);

    for (byte[] piece : cut.pieces()) {
      decoder.decode(piece, 0, piece.length, packets);
    }

    assertThat(packets.events()).hasSize(8).endsWith("goodbye");
  }

  @Test
  void decode_insideLargerArray_takesOnlyItsRange() throws PacketException {
    byte[] packet = packet(2, 7, "[1]");
    byte[] surrounded = glue(new byte[] {9, 9}, packet, new byte[] {9});
    RecordingPackets packets = RecordingPackets.collecting();

    decoder.decode(surrounded, 2, packet.length, packets);

    assertThat(packets.events()).containsExactly("JSON on 7: [1]");
  }

  @Test
  void decode_collectedBody_isCopyOfInput() throws PacketException {
    byte[] packet = packet(2, 1, "[1]");
    RecordingBodies bodies = new RecordingBodies();

    decoder.decode(packet, 0, packet.length, bodies);
    packet[10] = '2';

    assertThat(bodies.last).asString(StandardCharsets.US_ASCII).isEqualTo("[1]");
  }

  @Test
  void decode_bytesAfterGoodbye_throwsAfterEnd() {
    byte[] bytes = glue(GOODBYE, new byte[] {0});

    assertFails(bytes, Reason.AFTER_END);
  }

  @Test
  void decode_nothingAfterGoodbye_isFine() throws PacketException {
    RecordingPackets packets = RecordingPackets.collecting();
    decoder.decode(GOODBYE, 0, 9, packets);

    decoder.decode(GOODBYE, 0, 0, packets);

    assertThat(packets.events()).containsExactly("goodbye");
  }

  @Test
  void decode_afterException_isDead() {
    assertFails(packet(3, 1, "x"), Reason.UNKNOWN_BODY_TYPE);

    assertFails(packet(2, 1, "[]"), Reason.AFTER_END);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, UNKNOWN_BODY_TYPE",
    "11, -1, UNKNOWN_BODY_TYPE",
    "2, 0, BAD_REQUEST_NUMBER",
    "0, 0, BAD_REQUEST_NUMBER",
    "2, -2147483648, BAD_REQUEST_NUMBER"
  })
  void decode_badHeader_throws(int flags, int requestNumber, Reason reason) {
    assertFails(packet(flags, requestNumber, "x"), reason);
  }

  @Test
  void decode_emptyBodyThatIsNoGoodbye_isAnEmptyPacket() throws PacketException {
    RecordingPackets packets = RecordingPackets.collecting();
    byte[] bytes = glue(packet(2, 1, ""), packet(14, -1, ""), packet(2, 2, "[]"));

    decoder.decode(bytes, 0, bytes.length, packets);

    assertThat(packets.events())
        .containsExactly("JSON on 1: ", "stream end JSON on -1: ", "JSON on 2: []");
  }

  @Test
  void decode_longestLength_isUnsigned() throws PacketException {
    RecordingPackets packets = new RecordingPackets(header -> Treatment.DISCARD);
    byte[] header = HexFormat.of().parseHex("08ffffffff00000001");

    decoder.decode(header, 0, header.length, packets);

    assertThat(packets.events()).containsExactly("DISCARD 4294967295 on 1");
  }

  @Test
  void decode_fourGigabytesAnnounced_growsWithWhatArrived() throws PacketException {
    RecordingPackets packets = RecordingPackets.collecting();
    byte[] header = HexFormat.of().parseHex("02ffffffff00000001");
    decoder.decode(header, 0, header.length, packets);
    byte[] piece = new byte[1000];

    for (int i = 0; i < 100; i++) {
      decoder.decode(piece, 0, piece.length, packets);
    }

    assertThat(decoder.buffered()).isBetween(100_000, 200_000);
    assertThat(packets.events()).isEmpty();
  }

  @Test
  void decode_betweenPackets_holdsNoBuffer() throws PacketException {
    byte[] packet = packet(2, 1, "[1,2,3]");

    decoder.decode(packet, 0, 12, RecordingPackets.collecting());
    assertThat(decoder.buffered()).isPositive();
    decoder.decode(packet, 12, packet.length - 12, RecordingPackets.collecting());

    assertThat(decoder.buffered()).isZero();
  }

  @Test
  void decode_streamedGigabyte_isHandedOverInPartsAndNotKept() throws PacketException {
    RecordingPackets packets = new RecordingPackets(header -> Treatment.STREAM);
    byte[] header = HexFormat.of().parseHex("084000000000000001");
    decoder.decode(header, 0, header.length, packets);

    decoder.decode(new byte[5000], 0, 5000, packets);

    assertThat(packets.streamed()).isEqualTo(5000);
    assertThat(decoder.buffered()).isZero();
  }

  private void assertFails(byte[] bytes, Reason reason) {
    assertThatThrownBy(() -> decoder.decode(bytes, 0, bytes.length, RecordingPackets.collecting()))
        .isInstanceOfSatisfying(
            PacketException.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }

  private static byte[] packet(int flags, int requestNumber, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(9 + bytes.length)
        .put((byte) flags)
        .putInt(bytes.length)
        .putInt(requestNumber)
        .put(bytes)
        .array();
  }

  private static byte[] glue(byte[]... pieces) {
    var all = new ByteArrayOutputStream();
    List.of(pieces).forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Keeps the very array that it was given. */
  private static final class RecordingBodies implements PacketReceiver<PacketException> {
    private byte[] last = {};

    @Override
    public Treatment header(PacketHeader header) {
      return Treatment.COLLECT;
    }

    @Override
    public void packet(PacketHeader header, byte[] body) {
      last = body;
    }

    @Override
    public void part(PacketHeader header, byte[] buffer, int offset, int length) {}

    @Override
    public void goodbye() {}
  }
}

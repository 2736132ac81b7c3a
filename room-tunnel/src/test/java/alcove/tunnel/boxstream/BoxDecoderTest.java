package alcove.tunnel.boxstream;

import static alcove.tunnel.boxstream.BoxStream.filled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import alcove.crypto.Crypto;
import alcove.tunnel.boxstream.BoxStreamException.Reason;
import alcove.tunnel.testing.Cryptos;
import alcove.tunnel.testing.Fragmentation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoxDecoderTest {

  private static final byte[] NO_BYTES = {};

  private final BoxStream stream = new BoxStream(Cryptos.java());
  private final RecordingReceiver received = new RecordingReceiver();

  @Test
  void decode_manyBoxesGlued_deliversEachBody() throws Exception {
    feed(stream.write(filled(1, 1), filled(4096, 2), filled(3, 3)).goodbye().wire());

    assertThat(received.bodies()).isEqualTo(3);
    assertThat(received.bytes()).hasSize(4100);
    assertThat(received.goodbyeSeen()).isTrue();
  }

  @Test
  void decode_wholeBoxInsideALargerArray_openedInPlaceAndNothingElseTouched() throws Exception {
    byte[] wire = stream.write(filled(10, 9)).wire();
    byte[] scratch = filled(100, 0x55);
    System.arraycopy(wire, 0, scratch, 20, wire.length);

    stream
        .decoder()
        .decode(
            scratch,
            20,
            wire.length,
            new RecordingReceiver() {
              @Override
              public void body(byte[] buffer, int offset, int length) {
                assertThat(buffer).isSameAs(scratch);
                assertThat(offset).isEqualTo(54);
                super.body(buffer, offset, length);
              }
            });

    assertThat(Arrays.copyOfRange(scratch, 54, 64)).containsOnly(9);
    assertThat(Arrays.copyOf(scratch, 20)).containsOnly(0x55);
    assertThat(Arrays.copyOfRange(scratch, 64, 100)).containsOnly(0x55);
  }

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void decode_outsideTheHeapCutAnywhere_deliversTheSameAndChangesNothing(Crypto crypto)
      throws Exception {
    var boxes = new BoxStream(crypto);
    byte[] wire = boxes.write(filled(5, 1), filled(4096, 2), filled(7, 3)).goodbye().wire();
    MemorySegment outside = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(wire.length));
    outside.copyFrom(MemorySegment.ofArray(wire));

    for (int cut = 0; cut <= wire.length; cut += cut % 4096 < 150 ? 1 : 97) {
      var decoder = boxes.decoder();
      var receiver = new RecordingReceiver();
      decoder.decode(outside.asSlice(0, cut), receiver);
      decoder.decode(outside.asSlice(cut), receiver);

      assertThat(receiver.bodies()).isEqualTo(3);
      assertThat(receiver.bytes()).startsWith(filled(5, 1)).endsWith(filled(7, 3)).hasSize(4108);
      assertThat(receiver.goodbyeSeen()).isTrue();
    }
    assertThat(outside.mismatch(MemorySegment.ofArray(wire))).isEqualTo(-1);
  }

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void decode_streamsWithOneScratchByTurns_doNotDisturbEachOther(Crypto crypto) throws Exception {
    var shared = new BoxScratch();
    var ones = new BoxStream(crypto).write(filled(300, 1), filled(4096, 2), filled(8, 3));
    var others = new BoxStream(crypto).write(filled(70, 4)).goodbye();
    BoxDecoder one = ones.decoder(shared);
    BoxDecoder other = others.decoder(shared);
    var received = new RecordingReceiver();
    var receivedByOther = new RecordingReceiver();
    MemorySegment wire = MemorySegment.ofArray(ones.wire());
    MemorySegment otherWire = MemorySegment.ofArray(others.wire());

    for (long at = 0; at < wire.byteSize(); at += 17) {
      one.decode(wire.asSlice(at, Math.min(17, wire.byteSize() - at)), received);
      if (at < otherWire.byteSize()) {
        other.decode(
            otherWire.asSlice(at, Math.min(17, otherWire.byteSize() - at)), receivedByOther);
      }
    }

    assertThat(received.bytes()).startsWith(filled(300, 1)).endsWith(filled(8, 3)).hasSize(4404);
    assertThat(receivedByOther.bytes()).containsExactly(filled(70, 4));
    assertThat(receivedByOther.goodbyeSeen()).isTrue();
  }

  @Test
  void decode_truncatedAnywhere_deliversWholeBodiesAndNoGoodbye() throws Exception {
    byte[] wire = stream.write(filled(5, 1), filled(6, 2)).goodbye().wire();

    for (byte[] beginning : Fragmentation.truncations(wire).toList()) {
      var receiver = new RecordingReceiver();
      stream.decoder().decode(beginning, 0, beginning.length, receiver);

      int bodies = beginning.length < 39 ? 0 : beginning.length < 79 ? 1 : 2;
      assertThat(receiver.bodies()).isEqualTo(bodies);
      assertThat(receiver.goodbyeSeen()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void decode_anyBitFlipped_refusedBeforeTheDamagedPart(Crypto crypto) {
    var boxes = new BoxStream(crypto);
    byte[] wire = boxes.write(filled(5, 1), filled(6, 2)).goodbye().wire();

    for (byte[] flipped : Fragmentation.bitFlips(wire).toList()) {
      var receiver = new RecordingReceiver();
      int damaged = Arrays.mismatch(wire, flipped);

      assertThatThrownBy(() -> boxes.decoder().decode(flipped.clone(), 0, flipped.length, receiver))
          .as("byte %d", damaged)
          .isInstanceOf(BoxStreamException.class);
      assertThat(receiver.bodies()).isEqualTo(damaged < 39 ? 0 : damaged < 79 ? 1 : 2);
      assertThat(receiver.goodbyeSeen()).isFalse();
    }
  }

  @Test
  void decode_damagedHeader_badHeader() {
    byte[] wire = stream.write(filled(5, 1)).wire();
    wire[0] ^= 1;

    assertRefused(wire, Reason.BAD_HEADER, "header does not open");
  }

  @Test
  void decode_damagedBody_badBody() {
    byte[] wire = stream.write(filled(5, 1)).wire();
    wire[38] ^= 1;

    assertRefused(wire, Reason.BAD_BODY, "body of 5 bytes does not open");
  }

  @Test
  void decode_boxRepeated_badHeader() {
    byte[] wire = stream.write(filled(5, 1)).wire();
    byte[] twice = Arrays.copyOf(wire, 2 * wire.length);
    System.arraycopy(wire, 0, twice, wire.length, wire.length);

    assertRefused(twice, Reason.BAD_HEADER, "header does not open");
    assertThat(received.bodies()).isEqualTo(1);
  }

  @Test
  void decode_boxLeftOut_badHeader() {
    byte[] wire = stream.write(filled(5, 1), filled(5, 2)).wire();

    assertRefused(Arrays.copyOfRange(wire, 39, 78), Reason.BAD_HEADER, "header does not open");
  }

  @Test
  void decode_bodyTooLong_refusedAtTheHeader() {
    byte[] wire = stream.forge(NO_BYTES, 4097).wire();

    assertRefused(wire, Reason.BODY_TOO_LONG, "body length 4097 (at most 4096)");
  }

  @Test
  void decode_greatestLengthThatAHeaderCanSay_refusedAtTheHeader() {
    byte[] wire = stream.forge(NO_BYTES, 65535).wire();

    assertRefused(wire, Reason.BODY_TOO_LONG, "body length 65535 (at most 4096)");
  }

  @Test
  void decode_bytesAfterGoodbye_refused() {
    byte[] wire = stream.goodbye().wire();

    assertRefused(Arrays.copyOf(wire, wire.length + 1), Reason.AFTER_GOODBYE, "box stream is over");
    assertThat(received.goodbyeSeen()).isTrue();
  }

  @Test
  void decode_emptyBody_passedOver() throws Exception {
    feed(stream.write(filled(1, 1)).forge(NO_BYTES, 0).forge(filled(2, 2), 2).wire());

    assertThat(received.bytes()).containsExactly(1, 2, 2);
    assertThat(received.bodies()).isEqualTo(2);
    assertThat(received.goodbyeSeen()).isFalse();
  }

  @Test
  void decode_emptyBodyWithAnotherBodysMac_badBody() {
    byte[] wire = stream.forge(filled(3, 3), 0).wire();

    assertRefused(Arrays.copyOf(wire, 34), Reason.BAD_BODY, "body of 0 bytes does not open");
  }

  @Test
  void decode_eighteenZeroBytesAsBody_isNoGoodbye() throws Exception {
    feed(stream.write(new byte[18]).wire());

    assertThat(received.bytes()).hasSize(18);
    assertThat(received.goodbyeSeen()).isFalse();
  }

  @Test
  void decode_afterAnException_keepsRefusingForTheSameReason() {
    byte[] wire = stream.write(filled(5, 1)).wire();
    BoxDecoder decoder = stream.decoder();
    byte[] damaged = wire.clone();
    damaged[3] ^= 4;
    assertThatThrownBy(() -> decoder.decode(damaged, 0, damaged.length, received))
        .isInstanceOf(BoxStreamException.class);

    var again =
        catchThrowableOfType(
            BoxStreamException.class, () -> decoder.decode(wire, 0, wire.length, received));

    assertThat(again.reason()).isEqualTo(Reason.BAD_HEADER);
    assertThat(received.bodies()).isZero();
  }

  @Test
  void decode_receiverThrows_thatIsThrownAndTheDecoderIsDead() {
    byte[] wire = stream.write(filled(5, 1), filled(5, 2)).wire();
    BoxDecoder decoder = stream.decoder();

    assertThatThrownBy(() -> decoder.decode(wire.clone(), 0, 39, new FailingReceiver()))
        .isInstanceOf(IOException.class);
    var dead =
        catchThrowableOfType(
            BoxStreamException.class, () -> decoder.decode(wire, 39, 39, received));

    assertThat(dead.reason()).isEqualTo(Reason.RECEIVER_FAILED);
    assertThat(received.bodies()).isZero();
  }

  @Test
  void decode_offsetOutsideTheArray_isABugOfOurs() {
    assertThatThrownBy(() -> stream.decoder().decode(new byte[10], 5, 6, received))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private void feed(byte[] wire) throws BoxStreamException {
    stream.decoder().decode(wire, 0, wire.length, received);
  }

  private void assertRefused(byte[] wire, Reason reason, String message) {
    var refusal = catchThrowableOfType(BoxStreamException.class, () -> feed(wire));

    assertThat(refusal).hasMessage(message).hasNoCause();
    assertThat(refusal.reason()).isEqualTo(reason);
  }

  private static final class FailingReceiver implements BoxDecoder.Receiver<IOException> {
    @Override
    public void body(byte[] buffer, int offset, int length) throws IOException {
      throw new IOException("enough");
    }

    @Override
    public void goodbye() {}
  }
}

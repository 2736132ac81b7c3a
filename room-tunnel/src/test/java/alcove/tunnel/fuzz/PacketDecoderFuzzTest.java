package alcove.tunnel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.muxrpc.codec.PacketHeader;
import alcove.tunnel.testing.Choices;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets and what is none: the decoder says the same of them whole and in pieces. */
class PacketDecoderFuzzTest {

  @MethodSource("alcove.tunnel.testing.Choices#seeds")
  @FuzzTest
  void decode_anythingInPieces_sameAsWhole(byte[] input) {
    var choices = new Choices(input);
    byte[] wire = wire(choices);
    var whole = new PacketLog();
    var pieces = new PacketLog();

    whole.decode(wire, 0, wire.length);
    int at = 0;
    while (at < wire.length && !isDead(pieces)) {
      int end = choices.exhausted() ? wire.length : choices.between(at, wire.length);
      pieces.decode(wire, at, end - at);
      at = end;
    }

    assertThat(pieces.lines()).isEqualTo(whole.lines());
  }

  private static boolean isDead(PacketLog log) {
    return log.lines().stream().anyMatch(line -> line.matches("[A-Z_]+"));
  }

  /** Mostly headers with bodies that fit; now and then a length or a byte that does not. */
  private static byte[] wire(Choices choices) {
    var wire = new ByteArrayOutputStream();
    for (int left = choices.between(0, 10); left > 0; left--) {
      int length = choices.between(0, 40);
      var header = new byte[PacketHeader.LENGTH];
      PacketHeader.encode(
          header,
          0,
          choices.between(0, 255),
          choices.between(0, 7) == 0 ? -choices.between(0, 9) : length,
          choices.between(-3, 3));
      wire.writeBytes(header);
      wire.writeBytes(choices.bytes(length));
    }
    return wire.toByteArray();
  }
}

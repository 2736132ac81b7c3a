package alcove.tunnel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.boxstream.BoxDecoder;
import alcove.tunnel.boxstream.BoxStreamException;
import alcove.tunnel.boxstream.BoxStreamException.Reason;
import alcove.tunnel.boxstream.RecordingReceiver;
import alcove.tunnel.testing.Choices;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is written, damaged and cut, the bodies before the first fault arrive, and only they.
 */
class BoxDecoderFuzzTest {

  @MethodSource("alcove.tunnel.testing.Choices#seeds")
  @FuzzTest
  void decode_anything_deliversWhatPrecedesTheFirstFault(byte[] input) {
    var choices = new Choices(input);
    var script = new BoxScript(choices);
    var received = new RecordingReceiver();

    Reason reason = decodeInPieces(script.decoder(), script.wire(), choices, received);

    assertThat(reason).isEqualTo(script.expectedReason());
    assertThat(received.bytes()).isEqualTo(script.expectedBodies());
    assertThat(received.goodbyeSeen()).isEqualTo(script.expectedGoodbye());
  }

  private static @Nullable Reason decodeInPieces(
      BoxDecoder decoder, byte[] wire, Choices choices, RecordingReceiver received) {
    try {
      int at = 0;
      while (at < wire.length) {
        int end = choices.exhausted() ? wire.length : choices.between(at, wire.length);
        decoder.decode(wire, at, end - at, received);
        at = end;
      }
      return null;
    } catch (BoxStreamException e) {
      return e.reason();
    }
  }
}

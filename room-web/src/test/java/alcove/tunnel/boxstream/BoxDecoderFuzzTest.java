package alcove.tunnel.boxstream;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.fuzz.Choices;
import alcove.fuzz.Cryptos;
import alcove.fuzz.FuzzTarget;
import alcove.tunnel.boxstream.BoxStreamException.Reason;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is written, damaged and cut, the bodies before the first fault arrive, and only they.
 */
class BoxDecoderFuzzTest extends FuzzTarget {

  @Override
  protected void test(byte[] input) {
    var choices = new Choices(input);
    var script = new BoxScript(Cryptos.FASTEST, choices);
    read(Cryptos.FASTEST, script, new Choices(choices.rest()));
    read(Cryptos.JAVA, script, new Choices(new byte[0]));
  }

  private static void read(Crypto crypto, BoxScript script, Choices cuts) {
    var decoder = new BoxDecoder(crypto, BoxScript.KEY, BoxScript.NONCE);
    var received = new Recorder();
    Reason reason = decodeInPieces(decoder, script.wire(), cuts, received);
    assertThat(reason).isEqualTo(script.expectedReason());
    assertThat(received.bytes.toByteArray()).isEqualTo(script.expectedBodies());
    assertThat(received.goodbye).isEqualTo(script.expectedGoodbye());
    assertThat(decoder.buffered()).isLessThanOrEqualTo(BoxEncoder.MAX_BODY);
  }

  private static @Nullable Reason decodeInPieces(
      BoxDecoder decoder, byte[] wire, Choices cuts, Recorder received) {
    try {
      int at = 0;
      while (at < wire.length) {
        int end = cuts.exhausted() ? wire.length : cuts.between(at, wire.length);
        decoder.decode(wire, at, end - at, received);
        at = end;
      }
      return null;
    } catch (BoxStreamException e) {
      return e.reason();
    }
  }

  private static final class Recorder implements BoxDecoder.Receiver<RuntimeException> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean goodbye;

    @Override
    public void body(byte[] buffer, int offset, int length) {
      assertThat(goodbye).isFalse();
      assertThat(length).isBetween(1, BoxEncoder.MAX_BODY);
      bytes.write(buffer, offset, length);
    }

    @Override
    public void goodbye() {
      assertThat(goodbye).isFalse();
      goodbye = true;
    }
  }
}

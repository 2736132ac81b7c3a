package alcove.tunnel.boxstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.tunnel.testing.Cryptos;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxEncoderTest {

  private final BoxEncoder encoder = new BoxEncoder(Cryptos.java(), BoxStream.KEY, BoxStream.NONCE);

  @Test
  void seal_bodyAlreadyInPlace_sameBoxAsFromElsewhere() {
    byte[] body = BoxStream.filled(100, 7);
    byte[] expected = new BoxStream(Cryptos.java()).write(body).wire();
    var out = new byte[200];
    System.arraycopy(body, 0, out, 5 + BoxEncoder.HEADER, body.length);

    int length = encoder.seal(out, 5 + BoxEncoder.HEADER, body.length, out, 5);

    assertThat(length).isEqualTo(134);
    assertThat(Arrays.copyOfRange(out, 5, 139)).isEqualTo(expected);
    assertThat(Arrays.copyOf(out, 5)).containsOnly(0);
    assertThat(Arrays.copyOfRange(out, 139, 200)).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 4097})
  void seal_lengthOutOfRange_isABugOfOurs(int length) {
    var body = new byte[5000];

    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder.seal(body, 0, length, new byte[6000], 0))
        .withMessage("body length " + length + " (1 to 4096)");
  }

  @Test
  void seal_noRoom_refusedBeforeANonceIsSpent() {
    byte[] body = BoxStream.filled(10, 7);
    assertThatThrownBy(() -> encoder.seal(body, 0, 10, new byte[43], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> encoder.goodbye(new byte[33], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    var out = new byte[44];

    encoder.seal(body, 0, 10, out, 0);

    assertThat(out).isEqualTo(new BoxStream(Cryptos.java()).write(body).wire());
  }

  @Test
  void seal_afterGoodbye_isABugOfOurs() {
    var out = new byte[100];
    encoder.goodbye(out, 0);

    assertThatIllegalStateException().isThrownBy(() -> encoder.seal(out, 0, 1, out, 0));
    assertThatIllegalStateException().isThrownBy(() -> encoder.goodbye(out, 0));
  }

  @Test
  void keyOrNonce_wrongLength_isABugOfOurs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BoxEncoder(Cryptos.java(), BoxStream.KEY, new byte[12]))
        .withMessage("nonce has 12 bytes (expected 24)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BoxEncoder(Cryptos.java(), new byte[31], BoxStream.NONCE))
        .withMessage("key has 31 bytes (expected 32)");
  }
}

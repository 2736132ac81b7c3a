package alcove.tunnel.shs;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.Choices;
import alcove.fuzz.Cryptos;
import alcove.fuzz.FuzzTarget;
import java.util.List;

/**
 * A peer that says what it likes, as a client and as a server: refused for a reason, by both
 * implementations of the primitives for the same one, and admitted only if nothing of it was
 * changed that the handshake protects.
 */
class HandshakeFuzzTest extends FuzzTarget {

  @Override
  protected void test(byte[] input) throws Exception {
    var script = HandshakeScript.of(new Choices(input));
    List<Object> said = script.said(Cryptos.FASTEST);
    if (!Cryptos.FASTEST.equals(Cryptos.JAVA)) {
      assertThat(said).isEqualTo(script.said(Cryptos.JAVA));
    }
    if (script.isChanged()) {
      assertThat(said.getLast()).isInstanceOf(HandshakeException.Reason.class);
    } else {
      assertThat(said.getLast()).isNotInstanceOf(HandshakeException.Reason.class);
    }
  }
}

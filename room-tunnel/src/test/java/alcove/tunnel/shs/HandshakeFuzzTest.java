package alcove.tunnel.shs;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.tunnel.shs.HandshakeException.Reason;
import alcove.tunnel.testing.Choices;
import alcove.tunnel.testing.Cryptos;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A peer that knows the app key and the server's key, and otherwise says what it likes: the server
 * refuses it for a reason, and throws nothing else.
 */
class HandshakeFuzzTest {

  private final Crypto crypto = Cryptos.java();
  private final Ceremony ceremony = new Ceremony(crypto);

  @MethodSource("alcove.tunnel.testing.Choices#seeds")
  @FuzzTest
  void server_anyKeysAndSignature_refused(byte[] input) {
    var choices = new Choices(input);
    byte[] ephemeral = choices.bytes(32);
    byte[] clientAuth = choices.bytes(96);
    try {
      ServerHandshake server = ceremony.newServer();
      server.receiveClientHello(
          Bytes.concat(crypto.authenticate(Ceremony.APP_KEY.bytes(), ephemeral), ephemeral));
      ServerHandshake other = ceremony.serverAfter(ceremony.newClient().clientHello());
      other.receiveClientAuth(Bytes.seal(crypto, clientAuth, ceremony.clientAuthKey()));
      throw new AssertionError("nobody signs by accident");
    } catch (HandshakeException e) {
      assertThat(e.reason())
          .isIn(Reason.LOW_ORDER_POINT, Reason.INVALID_PUBLIC_KEY, Reason.BAD_SIGNATURE);
    }
  }
}

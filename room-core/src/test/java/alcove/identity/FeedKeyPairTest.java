package alcove.identity;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FeedKeyPairTest {
  private static final byte[] SEED =
      HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

  private final Crypto crypto = CryptoChoice.JAVA.load();

  FeedKeyPairTest() throws Exception {}

  @Test
  void ofSeed_seedOfRfc8032_hasItsPublicKey() {
    assertThat(FeedKeyPair.ofSeed(crypto, SEED).id())
        .hasToString("@11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=.ed25519");
  }

  @Test
  void sign_anyMessage_verifiesUnderTheId() {
    var keys = FeedKeyPair.create(crypto);
    byte[] message = {1, 2, 3};
    assertThat(crypto.verify(keys.id().bytes(), message, keys.sign(crypto, message))).isTrue();
  }

  @Test
  void x25519Secret_belongsToTheConvertedId() throws Exception {
    var keys = FeedKeyPair.create(crypto);
    assertThat(crypto.x25519PublicKey(keys.x25519Secret(crypto)))
        .isEqualTo(crypto.toX25519Public(keys.id().bytes()));
  }

  @Test
  void create_twice_differs() {
    assertThat(FeedKeyPair.create(crypto).id()).isNotEqualTo(FeedKeyPair.create(crypto).id());
  }

  @Test
  void toString_hidesTheSecret() {
    assertThat(FeedKeyPair.ofSeed(crypto, SEED)).hasToString("FeedKeyPair[@11qYAY, [secret]]");
  }
}

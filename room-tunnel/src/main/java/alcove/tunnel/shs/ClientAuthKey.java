package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;

/** Seals the clientAuth: {@code SHA256(N | a.b | a.B)}. */
final class ClientAuthKey extends Secret {

  private ClientAuthKey(byte[] bytes) {
    super(bytes);
  }

  static ClientAuthKey of(Crypto crypto, AppKey appKey, SharedSecretA a, SharedSecretB b) {
    return new ClientAuthKey(crypto.sha256(appKey.bytes(), a.bytes(), b.bytes()));
  }
}

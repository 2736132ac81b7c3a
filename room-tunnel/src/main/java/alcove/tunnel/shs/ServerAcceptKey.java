package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;

/** Seals the serverAccept: {@code SHA256(N | a.b | a.B | A.b)}. The box keys grow from it. */
final class ServerAcceptKey extends Secret {

  private ServerAcceptKey(byte[] bytes) {
    super(bytes);
  }

  static ServerAcceptKey of(
      Crypto crypto, AppKey appKey, SharedSecretA a, SharedSecretB b, SharedSecretC c) {
    return new ServerAcceptKey(crypto.sha256(appKey.bytes(), a.bytes(), b.bytes(), c.bytes()));
  }
}

package alcove.tunnel.shs;

import alcove.crypto.Crypto;

/** The first shared secret: {@code a.b}, of both ephemeral keys. */
final class SharedSecretA extends Secret {

  private SharedSecretA(byte[] bytes) {
    super(bytes);
  }

  /** From either side, which knows its own secret and the other's public key. */
  static SharedSecretA of(Crypto crypto, EphemeralSecret ours, X25519Key theirs)
      throws HandshakeException {
    return new SharedSecretA(ours.agree(crypto, theirs));
  }

  /** SHA256(a.b): what both signatures contain of this handshake. */
  byte[] hash(Crypto crypto) {
    return crypto.sha256(bytes());
  }
}

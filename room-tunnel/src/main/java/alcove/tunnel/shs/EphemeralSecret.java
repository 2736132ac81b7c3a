package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.crypto.InvalidPointException;
import alcove.tunnel.shs.HandshakeException.Reason;
import java.security.SecureRandom;

/** The X25519 secret of one side for one handshake: {@code a} or {@code b}. */
final class EphemeralSecret extends Secret {

  private static final SecureRandom RANDOM = new SecureRandom();

  private EphemeralSecret(byte[] bytes) {
    super(bytes);
  }

  static EphemeralSecret create() {
    var bytes = new byte[Crypto.KEY];
    RANDOM.nextBytes(bytes);
    return new EphemeralSecret(bytes);
  }

  static EphemeralSecret of(byte[] bytes) {
    return new EphemeralSecret(bytes.clone());
  }

  X25519Key publicKey(Crypto crypto) {
    return new X25519Key(crypto.x25519PublicKey(bytes()));
  }

  byte[] agree(Crypto crypto, X25519Key other) throws HandshakeException {
    return agree(crypto, bytes(), other);
  }

  /** secret.other, refused where the result would not depend on the secret. */
  static byte[] agree(Crypto crypto, byte[] secret, X25519Key other) throws HandshakeException {
    try {
      return crypto.x25519(secret, other.bytes());
    } catch (InvalidPointException e) {
      throw new HandshakeException(Reason.LOW_ORDER_POINT);
    }
  }
}

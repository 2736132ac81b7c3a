package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.crypto.InvalidPointException;
import alcove.identity.FeedId;
import alcove.tunnel.shs.HandshakeException.Reason;

/** A public X25519 key: an ephemeral one, or the converted form of a long-term key. Immutable. */
final class X25519Key {

  private final byte[] bytes;

  X25519Key(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Converts a long-term key, and refuses one that is not canonical or of small order. */
  static X25519Key of(Crypto crypto, FeedId longTerm) throws HandshakeException {
    try {
      return new X25519Key(crypto.toX25519Public(longTerm.bytes()));
    } catch (InvalidPointException e) {
      throw new HandshakeException(Reason.INVALID_PUBLIC_KEY);
    }
  }

  byte[] bytes() {
    return bytes;
  }
}

package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.tunnel.shs.HandshakeException.Reason;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The clientHello or serverHello, in which a side shows its ephemeral key and that it knows the app
 * key. Immutable.
 *
 * <pre>
 * HMAC(key N, ephemeral)[32] | ephemeral[32]
 * </pre>
 */
final class Hello {

  static final int LENGTH = 64;

  private static final int MAC = 32;

  private final byte[] bytes;
  private final X25519Key ephemeral;

  private Hello(byte[] bytes, X25519Key ephemeral) {
    this.bytes = bytes;
    this.ephemeral = ephemeral;
  }

  /** Our own hello. */
  static Hello create(Crypto crypto, AppKey appKey, EphemeralSecret secret) {
    X25519Key ephemeral = secret.publicKey(crypto);
    byte[] mac = crypto.authenticate(appKey.bytes(), ephemeral.bytes());
    return new Hello(Bytes.concat(mac, ephemeral.bytes()), ephemeral);
  }

  /** The other side's hello. */
  static Hello parse(Crypto crypto, AppKey appKey, byte[] hello) throws HandshakeException {
    Bytes.requireLength("hello", hello, LENGTH);
    byte[] bytes = hello.clone();
    byte[] ephemeral = Arrays.copyOfRange(bytes, MAC, LENGTH);
    byte[] expected = crypto.authenticate(appKey.bytes(), ephemeral);
    if (!MessageDigest.isEqual(expected, Arrays.copyOf(bytes, MAC))) {
      throw new HandshakeException(Reason.BAD_HELLO_MAC);
    }
    return new Hello(bytes, new X25519Key(ephemeral));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  X25519Key ephemeral() {
    return ephemeral;
  }

  /** The first nonce of the box stream towards the side that sent this hello: MAC[0..24]. */
  byte[] boxNonce() {
    return Arrays.copyOf(bytes, Crypto.NONCE);
  }
}

package alcove.tunnel.shs;

import alcove.crypto.Crypto;

/** The operations on bytes that the handshake's messages share. */
final class Bytes {

  /** Each handshake key seals one message only, so all of them start from the zero nonce. */
  private static final byte[] ZERO_NONCE = new byte[Crypto.NONCE];

  private Bytes() {}

  static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    var all = new byte[length];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, end, part.length);
      end += part.length;
    }
    return all;
  }

  /** Collecting a whole message is our caller's job, so a wrong length is a bug of ours. */
  static void requireLength(String name, byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          name + " has " + bytes.length + " bytes (expected " + length + ")");
    }
  }

  /** MAC[16] | ciphertext. */
  static byte[] seal(Crypto crypto, byte[] plain, Secret key) {
    var box = new byte[Crypto.MAC + plain.length];
    crypto.seal(plain, 0, plain.length, box, Crypto.MAC, box, 0, ZERO_NONCE, key.bytes());
    return box;
  }

  /** Opens MAC[16] | ciphertext into {@code plain}; says whether the MAC was right. */
  static boolean open(Crypto crypto, byte[] box, byte[] plain, Secret key) {
    return crypto.open(box, Crypto.MAC, plain.length, box, 0, plain, 0, ZERO_NONCE, key.bytes());
  }
}

package alcove.tunnel.boxstream;

import static alcove.tunnel.boxstream.BoxEncoder.HEADER_PLAIN;

import alcove.crypto.Crypto;

/**
 * All that a direction of a box stream has to remember: its key, the next nonce (a 24-byte
 * big-endian counter that wraps around), and the header of the box whose body is due.
 */
final class StreamState {
  static final int KEY = 0;
  static final int NONCE = KEY + Crypto.KEY;
  static final int HEADER = NONCE + Crypto.NONCE;
  static final int LENGTH = HEADER + HEADER_PLAIN;

  private final byte[] bytes = new byte[LENGTH];

  /** Copies the key (32 bytes) and the first nonce (24 bytes). */
  StreamState(byte[] key, byte[] nonce) {
    requireLength("key", key, Crypto.KEY);
    requireLength("nonce", nonce, Crypto.NONCE);
    System.arraycopy(key, 0, bytes, KEY, Crypto.KEY);
    System.arraycopy(nonce, 0, bytes, NONCE, Crypto.NONCE);
  }

  private static void requireLength(String what, byte[] given, int right) {
    if (given.length != right) {
      throw new IllegalArgumentException(
          what + " has " + given.length + " bytes (expected " + right + ")");
    }
  }

  void increment() {
    int i = HEADER;
    do {
      i--;
      bytes[i]++;
    } while (bytes[i] == 0 && i > NONCE);
  }

  /** The length of the body that the header tells. */
  int bodyLength() {
    return (bytes[HEADER] & 0xff) << 8 | (bytes[HEADER + 1] & 0xff);
  }

  /** Whether the header is a goodbye. */
  boolean isGoodbye() {
    int bits = 0;
    for (int i = HEADER; i < LENGTH; i++) {
      bits |= bytes[i];
    }
    return bits == 0;
  }

  void copyTo(byte[] box) {
    System.arraycopy(bytes, 0, box, 0, LENGTH);
  }

  void copyNonceTo(byte[] box, int at) {
    System.arraycopy(bytes, NONCE, box, at, Crypto.NONCE);
  }

  void takeHeader(byte[] box) {
    System.arraycopy(box, HEADER, bytes, HEADER, HEADER_PLAIN);
  }
}

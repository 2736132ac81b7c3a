package alcove.crypto;

import java.lang.foreign.MemorySegment;

/** Checks of what our own callers pass in. */
final class KeyLengths {
  private KeyLengths() {}

  static byte[] requireKey(String what, byte[] bytes) {
    requireLength(what, bytes.length, Crypto.KEY);
    return bytes;
  }

  /** Checks all that one secret box is made of; the primitives in C check nothing. */
  static void requireBox(
      MemorySegment plain,
      MemorySegment cipher,
      MemorySegment mac,
      MemorySegment nonce,
      MemorySegment key) {
    requireLength("cipher text", cipher.byteSize(), plain.byteSize());
    requireLength("authenticator", mac.byteSize(), Crypto.MAC);
    requireLength("nonce", nonce.byteSize(), Crypto.NONCE);
    requireLength("key", key.byteSize(), Crypto.KEY);
  }

  private static void requireLength(String what, long length, long right) {
    if (length != right) {
      throw new IllegalArgumentException(what + " of " + length + " bytes (must be " + right + ")");
    }
  }
}

package alcove.crypto;

/** Checks of what our own callers pass in. */
final class KeyLengths {
  private KeyLengths() {}

  static byte[] requireKey(String what, byte[] bytes) {
    return requireLength(what, bytes, Crypto.KEY);
  }

  static byte[] requireNonce(byte[] nonce) {
    return requireLength("nonce", nonce, Crypto.NONCE);
  }

  private static byte[] requireLength(String what, byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          what + " of " + bytes.length + " bytes (must be " + length + ")");
    }
    return bytes;
  }
}

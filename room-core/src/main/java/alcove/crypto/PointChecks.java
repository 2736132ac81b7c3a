package alcove.crypto;

import java.util.HexFormat;

/**
 * The checks of encoded points and scalars before any library sees them, so that every
 * implementation refuses the same ones.
 */
final class PointChecks {
  /**
   * The order of the base point, L = 2^252 + 27742317777372353535851937790883648493, little-endian.
   */
  private static final byte[] GROUP_ORDER =
      hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

  /** The prime 2^255 - 19, little-endian. */
  private static final byte[] PRIME =
      hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  /** The y coordinates of the eight points whose order divides eight; each with either sign. */
  private static final byte[][] SMALL_ORDER_Y = {
    hex("0000000000000000000000000000000000000000000000000000000000000000"),
    hex("0100000000000000000000000000000000000000000000000000000000000000"),
    hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
  };

  private PointChecks() {}

  /**
   * Whether a signature is worth verifying: all lengths right, all encodings canonical, no point of
   * small order.
   */
  static boolean isWellFormed(byte[] publicKey, byte[] signature) {
    return publicKey.length == Crypto.KEY
        && signature.length == Crypto.SIGNATURE
        && isCanonicalScalar(signature, 32)
        && isCanonicalEdwards(signature, 0)
        && !isSmallOrder(signature, 0)
        && isCanonicalEdwards(publicKey, 0)
        && !isSmallOrder(publicKey, 0);
  }

  /**
   * Whether the 32 bytes at {@code offset} are a Curve25519 coordinate below the prime, the top bit
   * included.
   */
  static boolean isCanonicalMontgomery(byte[] point) {
    return isBelow(PRIME, point, 0, 0xff);
  }

  /**
   * Whether the 32 bytes at {@code offset} are an Ed25519 y coordinate below the prime and a sign.
   */
  static boolean isCanonicalEdwards(byte[] bytes, int offset) {
    return isBelow(PRIME, bytes, offset, 0x7f);
  }

  /** Whether the 32 bytes at {@code offset} are a scalar below the order of the base point. */
  private static boolean isCanonicalScalar(byte[] bytes, int offset) {
    return isBelow(GROUP_ORDER, bytes, offset, 0xff);
  }

  /** Whether the canonical Ed25519 point at {@code offset} has an order that divides eight. */
  static boolean isSmallOrder(byte[] bytes, int offset) {
    for (byte[] y : SMALL_ORDER_Y) {
      if (sameY(y, bytes, offset)) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameY(byte[] y, byte[] bytes, int offset) {
    for (int i = 0; i < Crypto.KEY - 1; i++) {
      if (y[i] != bytes[offset + i]) {
        return false;
      }
    }
    return y[Crypto.KEY - 1] == (bytes[offset + Crypto.KEY - 1] & 0x7f);
  }

  /** Compares from the highest byte down, of which only the bits of {@code topMask} count. */
  private static boolean isBelow(byte[] bound, byte[] bytes, int offset, int topMask) {
    int mask = topMask;
    for (int i = Crypto.KEY - 1; i >= 0; i--) {
      int difference = (bytes[offset + i] & mask) - (bound[i] & 0xff);
      if (difference != 0) {
        return difference < 0;
      }
      mask = 0xff;
    }
    return false;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}

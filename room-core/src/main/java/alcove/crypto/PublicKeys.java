package alcove.crypto;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519Field;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The admission of peers' public keys, and the map from Ed25519 to Curve25519. */
public final class PublicKeys {
  private PublicKeys() {}

  /**
   * Whether 32 bytes can be somebody's Ed25519 public key: written in the one canonical way, and
   * not of small order, for which anybody can sign.
   */
  public static boolean isSound(byte[] ed25519Public) {
    return PointChecks.isCanonicalEdwards(KeyLengths.requireKey("public key", ed25519Public), 0)
        && !PointChecks.isSmallOrder(ed25519Public, 0);
  }

  static void requireCanonicalMontgomery(byte[] point) throws InvalidPointException {
    if (!PointChecks.isCanonicalMontgomery(KeyLengths.requireKey("public key", point))) {
      throw new InvalidPointException(InvalidPointException.Reason.NOT_CANONICAL);
    }
  }

  static void requireCanonicalLargeOrder(byte[] ed25519Public) throws InvalidPointException {
    if (!PointChecks.isCanonicalEdwards(KeyLengths.requireKey("public key", ed25519Public), 0)) {
      throw new InvalidPointException(InvalidPointException.Reason.NOT_CANONICAL);
    }
    if (PointChecks.isSmallOrder(ed25519Public, 0)) {
      throw new InvalidPointException(InvalidPointException.Reason.SMALL_ORDER);
    }
  }

  /** {@code u = (1 + y) / (1 - y)} of a key that lies in the subgroup of prime order. */
  static byte[] toX25519(byte[] ed25519Public) throws InvalidPointException {
    if (!Ed25519.validatePublicKeyFull(ed25519Public, 0)) {
      throw new InvalidPointException(InvalidPointException.Reason.OUTSIDE_SUBGROUP);
    }
    byte[] ordinate = Arrays.copyOf(ed25519Public, Crypto.KEY);
    ordinate[31] &= 0x7f;
    int[] y = X25519Field.create();
    X25519Field.decode(ordinate, 0, y);
    int[] numerator = X25519Field.create();
    int[] denominator = X25519Field.create();
    int[] one = X25519Field.create();
    X25519Field.one(one);
    X25519Field.apm(one, y, numerator, denominator);
    X25519Field.carry(denominator);
    X25519Field.inv(denominator, denominator);
    X25519Field.mul(numerator, denominator, numerator);
    X25519Field.normalize(numerator);
    byte[] u = new byte[Crypto.KEY];
    X25519Field.encode(numerator, u, 0);
    return u;
  }
}

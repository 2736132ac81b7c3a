package alcove.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Ed25519 verification that computes {@code S·B - h·A} and compares its encoding with R (RFC 8032,
 * section 5.1.7, without cofactor).
 *
 * <p>Bouncy Castle multiplies that equation by a number of its own choice, and libsodium after
 * 1.0.18 by the cofactor; both then accept signatures whose R is off by a point of small order,
 * which libsodium 1.0.18, and so most Scuttlebutt peers, refuse.
 */
final class StrictVerifier {
  private static final BigInteger GROUP_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final int BITS = 256;
  private static final int KEY_MULTIPLES = 8;
  private static final int BASE_MULTIPLES = 64;
  private static final EdwardsPoint.Addend[] BASE =
      Objects.requireNonNull(
              EdwardsPoint.decode(
                  HexFormat.of().parseHex("58666666666666666666666666666666" + "66".repeat(16))))
          .oddMultiples(BASE_MULTIPLES);

  private StrictVerifier() {}

  /**
   * Whether a signature is worth verifying: all lengths right, all encodings canonical, no point of
   * small order.
   */
  static boolean isWellFormed(byte[] publicKey, byte[] signature) {
    return publicKey.length == Crypto.KEY
        && signature.length == Crypto.SIGNATURE
        && PointChecks.isCanonicalScalar(signature, 32)
        && PointChecks.isCanonicalEdwards(signature, 0)
        && !PointChecks.isSmallOrder(signature, 0)
        && PointChecks.isCanonicalEdwards(publicKey, 0)
        && !PointChecks.isSmallOrder(publicKey, 0);
  }

  /** Whether a well-formed signature is right. */
  static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    var key = EdwardsPoint.decode(publicKey);
    if (key == null) {
      return false;
    }
    byte[] r = Arrays.copyOf(signature, 32);
    byte[] s = Arrays.copyOfRange(signature, 32, 64);
    byte[] h = reduce(Hashing.sha512(r, publicKey, message));
    byte[] expected = difference(s, h, key).encode();
    return Arrays.equals(expected, r);
  }

  /** {@code s·B - h·key} with interleaved signed digits; {@code key} is used up. */
  private static EdwardsPoint difference(byte[] s, byte[] h, EdwardsPoint key) {
    byte[] baseDigits = signedDigits(s, 2 * BASE_MULTIPLES - 1);
    byte[] keyDigits = signedDigits(h, 2 * KEY_MULTIPLES - 1);
    EdwardsPoint.Addend[] negated = key.negate().oddMultiples(KEY_MULTIPLES);
    var sum = new EdwardsPoint();
    for (int i = highestDigit(baseDigits, keyDigits); i >= 0; i--) {
      sum.twice();
      addMultiple(sum, baseDigits[i], BASE);
      addMultiple(sum, keyDigits[i], negated);
    }
    return sum;
  }

  private static int highestDigit(byte[] left, byte[] right) {
    int i = BITS - 1;
    while (i >= 0 && left[i] == 0 && right[i] == 0) {
      i--;
    }
    return i;
  }

  private static void addMultiple(EdwardsPoint sum, int digit, EdwardsPoint.Addend[] multiples) {
    if (digit > 0) {
      sum.add(multiples[digit / 2]);
    } else if (digit < 0) {
      sum.subtract(multiples[-digit / 2]);
    }
  }

  /**
   * Writes a scalar below 2^253 with few digits, each zero or odd and at most {@code limit} from
   * zero.
   */
  private static byte[] signedDigits(byte[] scalar, int limit) {
    byte[] digits = new byte[BITS];
    for (int i = 0; i < BITS; i++) {
      digits[i] = (byte) ((scalar[i / 8] >> (i % 8)) & 1);
    }
    for (int i = 0; i < BITS; i++) {
      if (digits[i] != 0) {
        gather(digits, i, limit);
      }
    }
    return digits;
  }

  /** Draws the bits above digit {@code i} into it as long as it stays within the limit. */
  private static void gather(byte[] digits, int i, int limit) {
    for (int b = 1; i + b < BITS && (1 << b) <= 2 * limit; b++) {
      if (digits[i + b] == 0) {
        continue;
      }
      int weight = 1 << b;
      if (digits[i] + weight <= limit) {
        digits[i] += (byte) weight;
        digits[i + b] = 0;
      } else if (digits[i] - weight >= -limit) {
        digits[i] -= (byte) weight;
        carryUp(digits, i + b);
      } else {
        return;
      }
    }
  }

  /** Adds one to the bits from {@code i} on; a scalar below 2^253 leaves room for it. */
  private static void carryUp(byte[] digits, int i) {
    int k = i;
    while (digits[k] != 0) {
      digits[k++] = 0;
    }
    digits[k] = 1;
  }

  private static byte[] reduce(byte[] hash) {
    byte[] number = reversed(new BigInteger(1, reversed(hash)).mod(GROUP_ORDER).toByteArray());
    return Arrays.copyOf(number, 32);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}

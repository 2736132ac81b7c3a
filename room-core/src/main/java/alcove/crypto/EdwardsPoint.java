package alcove.crypto;

import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc7748.X25519Field;
import org.jspecify.annotations.Nullable;

/**
 * A point of edwards25519, (X : Y : Z) with x = X/Z, y = Y/Z and X·Y/Z = U·V. Mutable, and only for
 * public data: its running time depends on the values.
 *
 * <p>Formulas: Hisil, Wong, Carter, Dawson, "Twisted Edwards Curves Revisited" (2008), for a = -1.
 */
final class EdwardsPoint {
  private static final int[] D =
      field("a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352");
  private static final int[] TWICE_D = sum(D, D);

  private final int[] x = X25519Field.create();
  private final int[] y = X25519Field.create();
  private final int[] z = X25519Field.create();
  private final int[] u = X25519Field.create();
  private final int[] v = X25519Field.create();

  /** Room for intermediate values, so that a long computation does not allocate. */
  private final int[] a = X25519Field.create();

  private final int[] b = X25519Field.create();
  private final int[] c = X25519Field.create();
  private final int[] f = X25519Field.create();
  private final int[] g = X25519Field.create();

  /** The neutral element (0, 1). */
  EdwardsPoint() {
    X25519Field.one(y);
    X25519Field.one(z);
    X25519Field.one(v);
  }

  /** The point with this canonical encoding, or null if there is none. */
  static @Nullable EdwardsPoint decode(byte[] encoded) {
    byte[] ordinate = encoded.clone();
    int sign = (ordinate[31] >>> 7) & 1;
    ordinate[31] &= 0x7f;
    var point = new EdwardsPoint();
    X25519Field.decode(ordinate, 0, point.y);
    return point.recoverX(sign) ? point : null;
  }

  /** Solves -x² + y² = 1 + d·x²·y² for the x of the given parity. */
  private boolean recoverX(int sign) {
    X25519Field.sqr(y, a);
    X25519Field.mul(D, a, b);
    X25519Field.subOne(a);
    X25519Field.addOne(b);
    if (!X25519Field.sqrtRatioVar(a, b, x)) {
      return false;
    }
    X25519Field.normalize(x);
    if (sign == 1 && X25519Field.isZeroVar(x)) {
      return false;
    }
    if ((x[0] & 1) != sign) {
      X25519Field.negate(x, x);
      X25519Field.normalize(x);
    }
    X25519Field.copy(x, 0, u, 0);
    X25519Field.copy(y, 0, v, 0);
    return true;
  }

  EdwardsPoint negate() {
    X25519Field.negate(x, x);
    X25519Field.negate(u, u);
    return this;
  }

  byte[] encode() {
    X25519Field.inv(z, a);
    X25519Field.mul(x, a, b);
    X25519Field.mul(y, a, c);
    X25519Field.normalize(b);
    X25519Field.normalize(c);
    byte[] encoded = new byte[32];
    X25519Field.encode(c, encoded, 0);
    encoded[31] |= (byte) ((b[0] & 1) << 7);
    return encoded;
  }

  /** This becomes 2·this. */
  void twice() {
    X25519Field.sqr(x, a);
    X25519Field.sqr(y, b);
    X25519Field.sqr(z, c);
    X25519Field.add(c, c, c);
    X25519Field.add(x, y, u);
    X25519Field.sqr(u, u);
    X25519Field.apm(a, b, v, g);
    X25519Field.sub(v, u, u);
    X25519Field.add(c, g, f);
    finish();
  }

  /** This becomes this + other. */
  void add(Addend other) {
    addition(other.sum, other.difference, other);
    X25519Field.apm(f, c, g, f);
    finish();
  }

  /** This becomes this - other. */
  void subtract(Addend other) {
    addition(other.difference, other.sum, other);
    X25519Field.apm(f, c, f, g);
    finish();
  }

  private void addition(int[] factorOfB, int[] factorOfA, Addend other) {
    X25519Field.mul(u, v, c);
    X25519Field.apm(y, x, b, a);
    X25519Field.mul(a, factorOfA, a);
    X25519Field.mul(b, factorOfB, b);
    X25519Field.mul(c, other.product, c);
    X25519Field.mul(z, other.twiceZ, f);
    X25519Field.apm(b, a, v, u);
  }

  /** From E in u, F in f, G in g and H in v: X = E·F, Y = G·H, Z = F·G, T = E·H. */
  private void finish() {
    X25519Field.carry(u);
    X25519Field.carry(f);
    X25519Field.carry(g);
    X25519Field.mul(u, f, x);
    X25519Field.mul(g, v, y);
    X25519Field.mul(f, g, z);
  }

  /** The odd multiples 1, 3, 5 ... of this point, which is doubled. */
  Addend[] oddMultiples(int count) {
    var multiples = new Addend[count];
    var multiple = copy();
    twice();
    var step = new Addend(this);
    for (int i = 0; i < count; i++) {
      multiples[i] = new Addend(multiple);
      multiple.add(step);
    }
    return multiples;
  }

  private EdwardsPoint copy() {
    var copy = new EdwardsPoint();
    X25519Field.copy(x, 0, copy.x, 0);
    X25519Field.copy(y, 0, copy.y, 0);
    X25519Field.copy(z, 0, copy.z, 0);
    X25519Field.copy(u, 0, copy.u, 0);
    X25519Field.copy(v, 0, copy.v, 0);
    return copy;
  }

  private static int[] sum(int[] left, int[] right) {
    int[] sum = X25519Field.create();
    X25519Field.add(left, right, sum);
    X25519Field.carry(sum);
    return sum;
  }

  private static int[] field(String hex) {
    int[] element = X25519Field.create();
    X25519Field.decode(HexFormat.of().parseHex(hex), 0, element);
    return element;
  }

  /** A point in the form that adding it takes: Y + X, Y - X, 2·d·T, 2·Z. */
  static final class Addend {
    private final int[] sum = X25519Field.create();
    private final int[] difference = X25519Field.create();
    private final int[] product = X25519Field.create();
    private final int[] twiceZ;

    Addend(EdwardsPoint point) {
      X25519Field.apm(point.y, point.x, sum, difference);
      X25519Field.carry(sum);
      X25519Field.carry(difference);
      X25519Field.mul(point.u, point.v, product);
      X25519Field.mul(product, TWICE_D, product);
      twiceZ = sum(point.z, point.z);
    }
  }
}

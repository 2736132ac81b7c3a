package alcove.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The hash functions, shared by all implementations: they are neither hot nor open to
 * interpretation.
 */
final class Hashing {
  private Hashing() {}

  static byte[] sha256(byte[]... parts) {
    return hash(new SHA256Digest(), parts);
  }

  static byte[] sha512(byte[]... parts) {
    return hash(new SHA512Digest(), parts);
  }

  private static byte[] hash(Digest digest, byte[]... parts) {
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }

  static byte[] hmacSha512Truncated(byte[] key, byte[] message) {
    var hmac = new HMac(new SHA512Digest());
    hmac.init(new KeyParameter(key));
    hmac.update(message, 0, message.length);
    byte[] whole = new byte[64];
    hmac.doFinal(whole, 0);
    return Arrays.copyOf(whole, 32);
  }

  /** HKDF with SHA-256 and no salt (RFC 5869); {@code info} is ASCII. */
  static byte[] hkdfSha256(byte[] secret, String info, int length) {
    var hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(secret, null, info.getBytes(StandardCharsets.US_ASCII)));
    byte[] key = new byte[length];
    hkdf.generateBytes(key, 0, length);
    return key;
  }

  /** The clamped Curve25519 scalar of an Ed25519 seed (RFC 8032, section 5.1.5, steps 1 and 2). */
  static byte[] scalarOfSeed(byte[] seed) {
    byte[] scalar = Arrays.copyOf(sha512(seed), 32);
    scalar[0] &= (byte) 0xf8;
    scalar[31] &= 0x7f;
    scalar[31] |= 0x40;
    return scalar;
  }
}

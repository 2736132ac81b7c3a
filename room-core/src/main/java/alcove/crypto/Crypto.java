package alcove.crypto;

import java.lang.foreign.MemorySegment;

/**
 * The NaCl primitives that a room needs, immutable and thread-safe.
 *
 * <p>Sizes are in bytes. Arrays and segments are never kept. One of a wrong size is a bug of the
 * caller and throws {@link IllegalArgumentException} or {@link IndexOutOfBoundsException}; what a
 * peer can choose is refused with {@code false} or an {@link InvalidPointException}. All
 * implementations refuse the same inputs, for the same reason, so that a room's behaviour does not
 * depend on the machine it runs on:
 *
 * <ul>
 *   <li>a Curve25519 point must be canonical ({@code u < 2^255 - 19}, top bit clear) and its shared
 *       secret must not be all zero, which is to say that it is not of small order;
 *   <li>an Ed25519 public key must be canonical ({@code y < 2^255 - 19}), on the curve and not of
 *       small order; to be converted it must also lie in the subgroup of prime order, where every
 *       honest key lies;
 *   <li>a signature (R, S) must have {@code S < L} and a canonical R that is not of small order,
 *       and satisfy {@code S·B = R + h·A}; whether up to a point of small order is the library's.
 * </ul>
 *
 * @see <a href="https://nacl.cr.yp.to/">NaCl</a>, <a
 *     href="https://www.rfc-editor.org/rfc/rfc7748">RFC 7748</a>, <a
 *     href="https://www.rfc-editor.org/rfc/rfc8032">RFC 8032</a>
 */
public interface Crypto {
  /** Length of every symmetric key, secret scalar, seed and public key. */
  int KEY = 32;

  /** Length of a secret box's nonce. */
  int NONCE = 24;

  /** Length of a secret box's authenticator. */
  int MAC = 16;

  /** Length of an Ed25519 signature. */
  int SIGNATURE = 64;

  /** Names the implementation for the log, such as {@code libsodium 1.0.18}. */
  String description();

  /**
   * Encrypts {@code plain} into {@code cipher}, which is as long, and writes the authenticator to
   * {@code mac} (XSalsa20-Poly1305, {@code crypto_secretbox_detached}). Each may lie in an array of
   * bytes or outside the heap.
   *
   * <p>Plain and cipher text may be the same bytes; otherwise they must not overlap. The
   * authenticator must not overlap either of them.
   */
  void seal(
      MemorySegment plain,
      MemorySegment cipher,
      MemorySegment mac,
      MemorySegment nonce,
      MemorySegment key);

  /** The same in arrays, for {@code length} bytes. */
  default void seal(
      byte[] plain,
      int plainOffset,
      int length,
      byte[] cipher,
      int cipherOffset,
      byte[] mac,
      int macOffset,
      byte[] nonce,
      byte[] key) {
    seal(
        segment(plain, plainOffset, length),
        segment(cipher, cipherOffset, length),
        segment(mac, macOffset, MAC),
        MemorySegment.ofArray(nonce),
        MemorySegment.ofArray(key));
  }

  /**
   * Decrypts {@code cipher} into {@code plain}, which is as long, if its authenticator is right
   * ({@code crypto_secretbox_open_detached}); texts may coincide as in {@link #seal}.
   *
   * @return whether the box is authentic; if not, {@code plain} is untouched
   */
  boolean open(
      MemorySegment cipher,
      MemorySegment mac,
      MemorySegment plain,
      MemorySegment nonce,
      MemorySegment key);

  /** The same in arrays, for {@code length} bytes. */
  default boolean open(
      byte[] cipher,
      int cipherOffset,
      int length,
      byte[] mac,
      int macOffset,
      byte[] plain,
      int plainOffset,
      byte[] nonce,
      byte[] key) {
    return open(
        segment(cipher, cipherOffset, length),
        segment(mac, macOffset, MAC),
        segment(plain, plainOffset, length),
        MemorySegment.ofArray(nonce),
        MemorySegment.ofArray(key));
  }

  private static MemorySegment segment(byte[] bytes, int offset, int length) {
    return MemorySegment.ofArray(bytes).asSlice(offset, length);
  }

  /** SHA-256 of the concatenated parts, 32 bytes. */
  default byte[] sha256(byte[]... parts) {
    return Hashing.sha256(parts);
  }

  /**
   * The first 32 bytes of HMAC-SHA-512, NaCl's {@code crypto_auth}. This is not HMAC-SHA-512/256.
   *
   * @param key 32 bytes
   */
  default byte[] authenticate(byte[] key, byte[] message) {
    return Hashing.hmacSha512Truncated(KeyLengths.requireKey("key", key), message);
  }

  /** The Curve25519 public key of a secret scalar, which is clamped first. */
  byte[] x25519PublicKey(byte[] secret);

  /**
   * The secret that the owner of {@code secret} shares with the owner of {@code publicKey}.
   *
   * @throws InvalidPointException if the point is not canonical or of small order
   */
  byte[] x25519(byte[] secret, byte[] publicKey) throws InvalidPointException;

  /** The Curve25519 secret that belongs to an Ed25519 seed. */
  default byte[] toX25519Secret(byte[] ed25519Seed) {
    return Hashing.scalarOfSeed(KeyLengths.requireKey("seed", ed25519Seed));
  }

  /**
   * The Curve25519 public key that belongs to an Ed25519 public key.
   *
   * @throws InvalidPointException if the key is not canonical, of small order, off the curve or
   *     outside the subgroup of prime order
   */
  byte[] toX25519Public(byte[] ed25519Public) throws InvalidPointException;

  /** The Ed25519 public key of a seed. */
  byte[] ed25519PublicKey(byte[] seed);

  /** The Ed25519 signature of a message, 64 bytes. */
  default byte[] sign(byte[] seed, byte[] message) {
    return sign(seed, ed25519PublicKey(seed), message);
  }

  /**
   * The same for who knows the public key of {@code seed} already, which saves deriving it.
   *
   * @param publicKey nothing but {@code ed25519PublicKey(seed)}: two signatures of one message
   *     under different public keys betray the secret
   */
  byte[] sign(byte[] seed, byte[] publicKey, byte[] message);

  /**
   * Whether an Ed25519 signature is right, under the rules stated above. A key or signature of a
   * wrong length is refused like any other wrong one.
   */
  boolean verify(byte[] publicKey, byte[] message, byte[] signature);
}

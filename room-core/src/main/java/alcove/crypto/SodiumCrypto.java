package alcove.crypto;

import static alcove.crypto.KeyLengths.requireBox;
import static alcove.crypto.KeyLengths.requireKey;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The primitives in C, by libsodium.
 *
 * <p>Unpatched versions convert some points outside the prime subgroup (CVE-2025-69277). So {@link
 * #load} tries that, and leaves it to Java where the library does it.
 */
final class SodiumCrypto implements Crypto {
  /** The public key of RFC 8032's first test plus the point of order two. */
  private static final byte[] KEY_OUTSIDE_SUBGROUP =
      hex("16a567fe7d4ef5482ab4012c369bf8c5f11e8d0c2559dcda50fde59708f8aee5");

  private final boolean convertsStrictly =
      SodiumLibrary.toCurve25519(segment(new byte[KEY]), segment(KEY_OUTSIDE_SUBGROUP)) != 0;

  private SodiumCrypto() {}

  /** What came of loading the library, once per process: it, or why not. */
  private static final class Loaded {
    static final @Nullable SodiumCrypto CRYPTO;
    static final @Nullable Throwable FAILURE;

    static {
      SodiumCrypto crypto = null;
      Throwable failure = null;
      try {
        crypto = new SodiumCrypto();
      } catch (LinkageError | RuntimeException e) {
        failure = deepest(e);
      }
      CRYPTO = crypto;
      FAILURE = failure;
    }

    private static Throwable deepest(Throwable e) {
      return e.getCause() == null ? e : deepest(e.getCause());
    }
  }

  /** Finds the library, initialises it and tries it out. */
  static SodiumCrypto load() throws CryptoUnavailableException {
    if (Loaded.CRYPTO != null) {
      return Loaded.CRYPTO;
    }
    Throwable failure = Objects.requireNonNull(Loaded.FAILURE);
    throw new CryptoUnavailableException(
        "libsodium cannot be used: " + failure.getMessage(), failure);
  }

  @Override
  public String description() {
    return "libsodium " + SodiumLibrary.version();
  }

  @Override
  public void seal(
      MemorySegment plain,
      MemorySegment cipher,
      MemorySegment mac,
      MemorySegment nonce,
      MemorySegment key) {
    requireBox(plain, cipher, mac, nonce, key);
    SodiumLibrary.secretbox(cipher, mac, plain, plain.byteSize(), nonce, key);
  }

  @Override
  public boolean open(
      MemorySegment cipher,
      MemorySegment mac,
      MemorySegment plain,
      MemorySegment nonce,
      MemorySegment key) {
    requireBox(plain, cipher, mac, nonce, key);
    return SodiumLibrary.secretboxOpen(plain, cipher, mac, cipher.byteSize(), nonce, key) == 0;
  }

  @Override
  public byte[] x25519PublicKey(byte[] secret) {
    byte[] publicKey = new byte[KEY];
    SodiumLibrary.scalarmultBase(segment(publicKey), segment(requireKey("secret", secret)));
    return publicKey;
  }

  @Override
  public byte[] x25519(byte[] secret, byte[] publicKey) throws InvalidPointException {
    requireKey("secret", secret);
    PublicKeys.requireCanonicalMontgomery(publicKey);
    byte[] shared = new byte[KEY];
    if (SodiumLibrary.scalarmult(segment(shared), segment(secret), segment(publicKey)) != 0) {
      throw new InvalidPointException(InvalidPointException.Reason.SMALL_ORDER);
    }
    return shared;
  }

  @Override
  public byte[] toX25519Public(byte[] ed25519Public) throws InvalidPointException {
    PublicKeys.requireCanonicalLargeOrder(ed25519Public);
    if (!convertsStrictly) {
      return PublicKeys.toX25519(ed25519Public);
    }
    byte[] converted = new byte[KEY];
    if (SodiumLibrary.toCurve25519(segment(converted), segment(ed25519Public)) != 0) {
      throw new InvalidPointException(InvalidPointException.Reason.OUTSIDE_SUBGROUP);
    }
    return converted;
  }

  @Override
  public byte[] ed25519PublicKey(byte[] seed) {
    byte[] publicKey = new byte[KEY];
    SodiumLibrary.seedKeypair(
        segment(publicKey), segment(new byte[2 * KEY]), segment(requireKey("seed", seed)));
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
    // libsodium's own form of a secret key is the seed and the public key.
    byte[] secret = Arrays.copyOf(requireKey("seed", seed), 2 * KEY);
    System.arraycopy(requireKey("public key", publicKey), 0, secret, KEY, KEY);
    byte[] signature = new byte[SIGNATURE];
    SodiumLibrary.sign(segment(signature), segment(message), message.length, segment(secret));
    return signature;
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return PointChecks.isWellFormed(publicKey, signature)
        && SodiumLibrary.verify(
                segment(signature), segment(message), message.length, segment(publicKey))
            == 0;
  }

  private static MemorySegment segment(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}

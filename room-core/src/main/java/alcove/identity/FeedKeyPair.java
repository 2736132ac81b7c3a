package alcove.identity;

import alcove.crypto.Crypto;
import alcove.crypto.SharedKey;
import java.security.SecureRandom;

/**
 * An identity together with the seed of its secret key. Immutable; the secret is never printed.
 *
 * <p>Two key pairs are equal only if they are the same object.
 */
public final class FeedKeyPair {
  private static final SecureRandom random = new SecureRandom();

  private final byte[] seed;
  private final FeedId id;

  private FeedKeyPair(Crypto crypto, byte[] seed) {
    this.seed = seed;
    this.id = FeedId.of(crypto.ed25519PublicKey(seed));
  }

  /** A new random identity. */
  public static FeedKeyPair create(Crypto crypto) {
    byte[] seed = new byte[Crypto.KEY];
    random.nextBytes(seed);
    return new FeedKeyPair(crypto, seed);
  }

  /** The identity of a 32-byte seed, which is copied. */
  public static FeedKeyPair ofSeed(Crypto crypto, byte[] seed) {
    return new FeedKeyPair(crypto, seed.clone());
  }

  /** The public half. */
  public FeedId id() {
    return id;
  }

  /** The Ed25519 signature of a message, 64 bytes. */
  public byte[] sign(Crypto crypto, byte[] message) {
    return crypto.sign(seed, id.bytes(), message);
  }

  /** The Curve25519 secret that belongs to this identity, 32 bytes. */
  public byte[] x25519Secret(Crypto crypto) {
    return crypto.toX25519Secret(seed);
  }

  /** The key of a purpose, for TLS between those who have this secret and nobody else. */
  public SharedKey sharedKey(String purpose) {
    return SharedKey.derive(seed, purpose);
  }

  /** The 32 bytes of a purpose, which who has this secret knows and nobody else. */
  public byte[] sharedBytes(String purpose) {
    return SharedKey.bytes(seed, purpose);
  }

  /** A copy of the seed, for the secret file and invite codes. */
  byte[] seed() {
    return seed.clone();
  }

  @Override
  public String toString() {
    return "FeedKeyPair[" + id.shortName() + ", [secret]]";
  }
}

package alcove.identity;

import java.util.Arrays;

/**
 * A peer's identity, the 32 bytes of an Ed25519 public key, written {@code @BASE64.ed25519}.
 * Immutable.
 *
 * <p>Any 32 bytes make a feed id. Whether they are a usable point is found out where the key is
 * used.
 */
public final class FeedId implements Comparable<FeedId> {
  private static final int LENGTH = 32;
  private static final String SIGIL = "@";
  private static final String SUFFIX = ".ed25519";
  private static final String EXPECTED = "a feed id \"@BASE64.ed25519\" of 32 bytes";
  private static final int SHORT_NAME = 7;

  private final byte[] publicKey;

  private FeedId(byte[] publicKey) {
    this.publicKey = publicKey;
  }

  /** The id of a public key, whose 32 bytes are copied. */
  public static FeedId of(byte[] publicKey) {
    if (publicKey.length != LENGTH) {
      throw new IllegalArgumentException(
          "public key of " + publicKey.length + " bytes (must be " + LENGTH + ")");
    }
    return new FeedId(publicKey.clone());
  }

  /**
   * Reads {@code @BASE64.ed25519}, with canonical, padded Base64, as peers write it. What people
   * enter is read by {@link AnyFeedId}.
   *
   * @throws MalformedException if it is anything else
   */
  public static FeedId parse(String text) throws MalformedException {
    if (!text.startsWith(SIGIL) || !text.endsWith(SUFFIX)) {
      throw new MalformedException(text, EXPECTED);
    }
    int end = Math.max(SIGIL.length(), text.length() - SUFFIX.length());
    return Base64Text.decodeKey(text.substring(SIGIL.length(), end))
        .map(FeedId::new)
        .orElseThrow(() -> new MalformedException(text, EXPECTED));
  }

  /**
   * Reads the bare Base64 of a key, as multiserver addresses write it.
   *
   * @throws MalformedException if it is not the canonical Base64 of 32 bytes
   */
  public static FeedId parseBase64(String text) throws MalformedException {
    return Base64Text.decodeKey(text)
        .map(FeedId::new)
        .orElseThrow(() -> new MalformedException(text, "the Base64 of a 32-byte public key"));
  }

  /** A copy of the 32 bytes of the public key. */
  public byte[] bytes() {
    return publicKey.clone();
  }

  /** The public key in Base64, 44 characters. */
  public String base64() {
    return Base64Text.encode(publicKey);
  }

  /** The first characters of the id, for logs. */
  public String shortName() {
    return toString().substring(0, SHORT_NAME);
  }

  /** The id in full, {@code @BASE64.ed25519}. */
  @Override
  public String toString() {
    return SIGIL + base64() + SUFFIX;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeedId that && Arrays.equals(publicKey, that.publicKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(publicKey);
  }

  /** Orders by the bytes of the key, unsigned. */
  @Override
  public int compareTo(FeedId other) {
    return Arrays.compareUnsigned(publicKey, other.publicKey);
  }
}

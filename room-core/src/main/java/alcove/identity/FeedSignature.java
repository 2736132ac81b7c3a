package alcove.identity;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * An Ed25519 signature made by a peer, 64 bytes, written {@code BASE64.sig.ed25519}. Immutable.
 *
 * <p>Peers leave the suffix out or write the URL-safe alphabet, so both are read; it is written in
 * full. Whether it is a good signature is another question.
 */
public final class FeedSignature {
  private static final int LENGTH = 64;
  private static final int LONGEST_TEXT = 128;
  private static final String SUFFIX = ".sig.ed25519";

  private final byte[] bytes;

  private FeedSignature(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The signature in 64 bytes, which are copied. */
  public static FeedSignature of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "signature of " + bytes.length + " bytes (must be " + LENGTH + ")");
    }
    return new FeedSignature(bytes.clone());
  }

  /**
   * Reads the Base64 of 64 bytes, of either alphabet, padded or not, with or without suffix.
   *
   * @throws MalformedException if it is anything else
   */
  public static FeedSignature parse(String text) throws MalformedException {
    String base64 =
        text.endsWith(SUFFIX) ? text.substring(0, text.length() - SUFFIX.length()) : text;
    return decode(base64)
        .filter(decoded -> decoded.length == LENGTH)
        .map(FeedSignature::new)
        .orElseThrow(() -> new MalformedException(text, "a signature \"BASE64.sig.ed25519\""));
  }

  private static Optional<byte[]> decode(String base64) {
    if (base64.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/')));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** A copy of the 64 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** In full, {@code BASE64.sig.ed25519}. */
  @Override
  public String toString() {
    return Base64.getEncoder().encodeToString(bytes) + SUFFIX;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeedSignature that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}

package alcove.identity;

import java.util.Arrays;
import java.util.Base64;

/**
 * The 32 bytes that tell one Scuttlebutt network from another; only peers with the same app key can
 * shake hands. Immutable, and not a secret.
 */
public final class AppKey {
  /** The network that everybody is on. */
  public static final AppKey MAIN =
      of(Base64.getDecoder().decode("1KHLiKZvAvjbY1ziZEHMXawbCEIM6qwjCDm3VYRan/s="));

  private static final int LENGTH = 32;

  private final byte[] bytes;

  private AppKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The app key of these 32 bytes, which are copied. */
  public static AppKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "app key of " + bytes.length + " bytes (must be " + LENGTH + ")");
    }
    return new AppKey(bytes.clone());
  }

  /**
   * Reads canonical Base64 of 32 bytes.
   *
   * @throws MalformedException if it is anything else
   */
  public static AppKey parse(String base64) throws MalformedException {
    return Base64Text.decodeKey(base64)
        .map(AppKey::new)
        .orElseThrow(() -> new MalformedException(base64, "the Base64 of a 32-byte app key"));
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The app key in Base64. */
  @Override
  public String toString() {
    return Base64Text.encode(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AppKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}

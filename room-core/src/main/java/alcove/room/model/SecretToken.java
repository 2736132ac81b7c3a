package alcove.room.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A random secret that a link carries: whoever has it may do what the link is for. Immutable.
 *
 * <p>Travels as URL-safe Base64. Only its hash is kept, the SHA-256 of the bytes in hexadecimal.
 */
public final class SecretToken {
  private static final int LENGTH = 32;
  private static final int LEAST = 16;
  private static final int MOST = 64;
  private static final int LONGEST_TEXT = 96;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;

  private SecretToken(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A new one of 32 random bytes. */
  public static SecretToken create() {
    byte[] bytes = new byte[LENGTH];
    RANDOM.nextBytes(bytes);
    return new SecretToken(bytes);
  }

  /** The token that {@code text} writes, of 16 to 64 bytes and padded or not; else nothing. */
  public static Optional<SecretToken> parse(String text) {
    if (text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
      return bytes.length < LEAST || bytes.length > MOST
          ? Optional.empty()
          : Optional.of(new SecretToken(bytes));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** The secret itself, in URL-safe Base64 without padding. */
  public String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is kept of it: SHA-256 of the bytes, 64 hexadecimal digits. */
  public String hash() {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** The same one each time for a purpose, which tells nothing of this one. */
  public SecretToken derive(String purpose) {
    MessageDigest digest = sha256();
    digest.update(bytes);
    return new SecretToken(digest.digest(purpose.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}

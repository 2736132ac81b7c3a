package alcove.identity;

import java.util.Base64;
import java.util.Optional;

/** Base64 in its one canonical form: padded, no white space, no stray bits. */
final class Base64Text {
  private static final int KEY = 32;
  private static final int KEY_TEXT = 44;

  private Base64Text() {}

  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The 32 bytes that a text of 44 characters stands for. */
  static Optional<byte[]> decodeKey(String text) {
    return text.length() == KEY_TEXT
        ? decode(text).filter(bytes -> bytes.length == KEY)
        : Optional.empty();
  }

  /** The bytes of a text of any length; the caller bounds it. */
  static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}

package alcove.web.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The token of the forms of a session, so that nobody else can fill them in. It stands on each page
 * of the session, and each has it masked by other random bytes: so how well a page compresses tells
 * nothing of it.
 *
 * <pre>MASK 32 bytes, TOKEN xor MASK 32 bytes, in URL-safe Base64</pre>
 */
final class FormToken {
  private static final int LENGTH = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private FormToken() {}

  /**
   * One as a page has it.
   *
   * @param token 32 bytes
   */
  static String masked(byte[] token) {
    byte[] mask = new byte[LENGTH];
    RANDOM.nextBytes(mask);
    byte[] text = new byte[2 * LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      text[i] = mask[i];
      text[LENGTH + i] = (byte) (mask[i] ^ token[i]);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  /** Whether two texts are the same token under their masks. */
  static boolean isSame(String one, String other) {
    byte[] token = token(one);
    return token.length == LENGTH && MessageDigest.isEqual(token, token(other));
  }

  /** Nothing for what is none. */
  private static byte[] token(String text) {
    try {
      byte[] masked = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
      if (masked.length != 2 * LENGTH) {
        return new byte[0];
      }
      byte[] token = new byte[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        token[i] = (byte) (masked[i] ^ masked[LENGTH + i]);
      }
      return token;
    } catch (IllegalArgumentException malformed) {
      return new byte[0];
    }
  }
}

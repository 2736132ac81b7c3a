package alcove.room.signin;

import java.security.SecureRandom;
import java.util.Base64;

/** Random challenges that a peer is to sign. */
final class Challenge {
  private static final int LENGTH = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Challenge() {}

  /** 32 random bytes in Base64: URL-safe, since it gets into links, and padded, as clients like. */
  static String create() {
    byte[] bytes = new byte[LENGTH];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }
}

package alcove.web.visitor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Five characters by which somebody sees that two screens show the same sign-in. */
final class ComparedCode {
  /** Without those that look like others. */
  private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int LENGTH = 5;

  private ComparedCode() {}

  static String of(String challenge) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(challenge.getBytes(StandardCharsets.UTF_8));
      StringBuilder code = new StringBuilder();
      for (int i = 0; i < LENGTH; i++) {
        code.append(ALPHABET.charAt(hash[i] & 31));
      }
      return code.toString();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

package alcove.room.passkeys;

import alcove.room.model.SecretToken;
import java.util.List;

/**
 * Something that was begun with a passkey: a device is to sign a challenge. It belongs to the
 * browser that began it, and works once. Immutable.
 *
 * @param purpose what for, and who may finish it; see {@link #SIGN_IN}
 * @param text the challenge: random bytes in URL-safe Base64
 * @param userHandle what devices know the member by; empty where anybody may answer
 * @param known the ids of passkeys that a device should not make another beside
 * @param browser for the browser's cookie
 */
public record PasskeyChallenge(
    String purpose, String text, String userHandle, List<String> known, SecretToken browser) {
  /** Signing in. */
  public static final String SIGN_IN = "sign-in";

  /** Becoming the first admin. */
  public static final String SET_UP = "setup";

  /** Copies the list. */
  public PasskeyChallenge {
    known = List.copyOf(known);
  }

  /** A new one. */
  public static PasskeyChallenge create(String purpose, String userHandle, List<String> known) {
    return new PasskeyChallenge(
        purpose, SecretToken.create().text(), userHandle, known, SecretToken.create());
  }

  /** Adding a passkey in one session. */
  public static String adding(long session) {
    return "session " + session;
  }

  /** The ways of signing that a device may choose from, the best first, as COSE counts them. */
  public static List<Integer> algorithms() {
    return PasskeyVerifier.Algorithm.ALL.stream().map(PasskeyVerifier.Algorithm::number).toList();
  }
}

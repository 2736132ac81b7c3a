package alcove.web.visitor;

import alcove.address.PublicAddress;
import alcove.identity.SsbUri;
import alcove.room.Room;
import alcove.room.signin.SignIn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page that asks the app of whoever looks at it to sign them in.
 *
 * @param open what opens the app on this device
 * @param link leads to the same on another device
 * @param code the same on both screens
 * @param then where to go afterwards
 * @param problem the key of the text for why nobody is signed in yet; null if nothing is wrong
 */
record SignInView(AppLinks open, String link, String code, String then, @Nullable String problem) {
  /** The key of the text that no app has answered yet. */
  static final String UNANSWERED = "login.unanswered";

  /** Without those that look like others. */
  private static final String CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int CODE_LENGTH = 5;

  static SignInView of(Room room, PublicAddress at, SignIn signIn, String then, boolean onAndroid) {
    String challenge = signIn.serverChallenge();
    return new SignInView(
        AppLinks.of(room, uri(at, challenge), onAndroid),
        at.loginByApp(challenge),
        code(challenge),
        then,
        null);
  }

  /** Five characters by which somebody sees that two screens show the same sign-in. */
  static String code(String challenge) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(challenge.getBytes(StandardCharsets.UTF_8));
      StringBuilder code = new StringBuilder();
      for (int i = 0; i < CODE_LENGTH; i++) {
        code.append(CODE_ALPHABET.charAt(hash[i] & 31));
      }
      return code.toString();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What asks the app to sign {@code challenge}. */
  static SsbUri uri(PublicAddress at, String challenge) {
    return SsbUri.of(
        "start-http-auth",
        Map.of(
            "sid", at.room().toString(),
            "sc", challenge,
            "multiserverAddress", at.address().toString()));
  }

  /** The same for who was waiting in vain until now. */
  SignInView after(SignIn signIn) {
    String key = signIn.isAnsweredByStranger() ? "login.stranger" : UNANSWERED;
    return new SignInView(open, link, code, then, key);
  }
}

package alcove.room.passkeys;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An answer of a device, as a browser sends it, in URL-safe Base64. Immutable. */
public sealed interface PasskeyAnswer {
  /** More than any device has to say, in characters. */
  int LONGEST = 16 << 10;

  /** In JSON, what the browser says it asked for. */
  String clientData();

  /**
   * The device has made a passkey.
   *
   * @param attestation the passkey, in CBOR
   */
  record Made(String clientData, String attestation) implements PasskeyAnswer {}

  /**
   * The device has signed with a passkey.
   *
   * @param credential which one
   * @param userHandle whose
   */
  record Signed(
      String clientData,
      String credential,
      String authenticatorData,
      String signature,
      String userHandle)
      implements PasskeyAnswer {}

  /** Bytes as they are kept. */
  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The bytes that {@code text} writes.
   *
   * @throws RefusedException if it writes none, or too many
   */
  static byte[] decode(String text) throws RefusedException {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw malformed();
    }
    try {
      return Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException notBase64) {
      throw malformed();
    }
  }

  private static RefusedException malformed() {
    return new RefusedException(
        Refusal.PASSKEY_INVALID, "what the browser sent is not what a passkey answers");
  }
}

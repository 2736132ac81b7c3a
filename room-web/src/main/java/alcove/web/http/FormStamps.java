package alcove.web.http;

import alcove.identity.FeedId;
import alcove.web.page.SignedIn;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The maker of what each page stamps its forms with: a number that no other page has, and whose
 * page it is, so that this can be told when their session is over. The number alone where nobody is
 * signed in:
 *
 * <pre>NUMBER 16 bytes [ MEMBER 32 bytes, MAC 32 bytes ], in URL-safe Base64</pre>
 *
 * <p>Thread-safe.
 */
final class FormStamps {
  private static final String MAC = "HmacSHA256";
  private static final int NUMBER = 16;
  private static final int SIGNED = NUMBER + 32;
  private static final int WHOLE = SIGNED + 32;

  private final SecureRandom random = new SecureRandom();
  private final SecretKey key;

  /**
   * @param key 32 bytes, the same on all nodes
   */
  FormStamps(SecretKey key) {
    this.key = key;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A new one, for a page of this reader. */
  String next(Optional<SignedIn> reader) {
    byte[] number = bytes(NUMBER);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(reader.map(who -> sign(number, who.id())).orElse(number));
  }

  private byte[] sign(byte[] number, FeedId member) {
    byte[] stamp = Arrays.copyOf(number, WHOLE);
    System.arraycopy(member.bytes(), 0, stamp, NUMBER, SIGNED - NUMBER);
    System.arraycopy(mac(stamp), 0, stamp, SIGNED, WHOLE - SIGNED);
    return stamp;
  }

  private byte[] mac(byte[] stamp) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update(stamp, 0, SIGNED);
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Who got the page with this stamp, if it is one of a member's page. */
  Optional<FeedId> reader(String stamp) {
    byte[] read = read(stamp);
    return read.length == WHOLE
            && MessageDigest.isEqual(mac(read), Arrays.copyOfRange(read, SIGNED, WHOLE))
        ? Optional.of(FeedId.of(Arrays.copyOfRange(read, NUMBER, SIGNED)))
        : Optional.empty();
  }

  private static byte[] read(String stamp) {
    try {
      return Base64.getUrlDecoder().decode(stamp.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException malformed) {
      return new byte[0];
    }
  }
}

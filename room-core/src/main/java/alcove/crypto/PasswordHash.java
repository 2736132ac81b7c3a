package alcove.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * The hash that is kept of a password: Argon2id in the usual notation, {@code
 * $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH} with 16 and 32 bytes in Base64. Hashes that another
 * room server made by bcrypt are verified as well.
 *
 * <p>To make or verify one takes about a tenth of a second and 19 MiB, which is their purpose; so
 * never on an event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9106">RFC 9106</a>
 */
public final class PasswordHash {
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int SALT = 16;
  private static final int LENGTH = 32;

  /** The most memory that a hash from a database may ask for. */
  private static final int MOST_MEMORY_KIB = 1 << 18;

  /** bcrypt looks at no more of a password than this. */
  private static final int LONGEST_FOR_BCRYPT = 72;

  private static final Pattern ARGON2ID =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})"
              + "\\$([A-Za-z0-9+/]{22,86})");
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private PasswordHash() {}

  /** A hash of {@code password} with a salt of its own. */
  public static String of(String password) {
    byte[] salt = new byte[SALT];
    RANDOM.nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%s,t=%s,p=1$%s$%s"
        .formatted(
            MEMORY_KIB,
            PASSES,
            base64.encodeToString(salt),
            base64.encodeToString(derive(password, salt, MEMORY_KIB, PASSES, 1, LENGTH)));
  }

  /**
   * Whether {@code hash} is one of {@code password}; false if it is no hash that is known here. One
   * of bcrypt is a hash of the password's first 72 bytes, so it is whatever follows them.
   */
  public static boolean verify(String password, String hash) {
    Matcher argon = ARGON2ID.matcher(hash);
    if (argon.matches()) {
      return verify(password, argon);
    }
    return isBcrypt(hash)
        && OpenBSDBCrypt.checkPassword(hash, password.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a text is a hash that bcrypt has made. */
  public static boolean isBcrypt(String hash) {
    return BCRYPT.matcher(hash).matches();
  }

  /** Whether bcrypt looks at all of a password, so that its hash is one of no other. */
  public static boolean isWholeForBcrypt(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_FOR_BCRYPT;
  }

  private static boolean verify(String password, Matcher hash) {
    int memory = Integer.parseInt(hash.group(1));
    int passes = Integer.parseInt(hash.group(2));
    int lanes = Integer.parseInt(hash.group(3));
    if (memory > MOST_MEMORY_KIB || passes < 1 || lanes < 1) {
      return false;
    }
    byte[] salt;
    byte[] expected;
    try {
      salt = Base64.getDecoder().decode(hash.group(4));
      expected = Base64.getDecoder().decode(hash.group(5));
    } catch (IllegalArgumentException cut) {
      return false;
    }
    byte[] found = derive(password, salt, memory, passes, lanes, expected.length);
    return MessageDigest.isEqual(expected, found);
  }

  private static byte[] derive(
      String password, byte[] salt, int memory, int passes, int lanes, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    byte[] derived = new byte[length];
    generator.generateBytes(bytes, derived);
    Arrays.fill(bytes, (byte) 0);
    return derived;
  }
}

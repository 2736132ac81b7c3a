package alcove.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import java.util.regex.Pattern;

/** Any text that a database has as the hash of a password: one of no password that is made up. */
class PasswordHashFuzzTest extends FuzzTarget {
  /** What would take long to compare, as some passwords rightly do. */
  private static final Pattern COSTLY =
      Pattern.compile(
          "\\$argon2id.*(m=0*[1-9]\\d{2}|t=0*[1-9]\\d|p=0*[1-9]\\d).*|\\$2.\\$(0[5-9]|1).*");

  @Override
  protected void test(byte[] input) {
    String hash = new String(input, UTF_8);
    PasswordHash.isBcrypt(hash);
    if (!COSTLY.matcher(hash).matches()) {
      assertThat(PasswordHash.verify("a password", hash)).isFalse();
    }
  }
}

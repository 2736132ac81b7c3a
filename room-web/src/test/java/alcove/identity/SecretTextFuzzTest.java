package alcove.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.Cryptos;
import alcove.fuzz.FuzzTarget;

/** Any text as a file with an identity: refused without a word of it, or read as it was written. */
class SecretTextFuzzTest extends FuzzTarget {
  private static final int TELLING = 24;

  @Override
  protected void test(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    FeedKeyPair keys;
    try {
      keys = SecretText.parse(text, Cryptos.FASTEST);
    } catch (MalformedException refused) {
      assertThat(refused).hasNoCause();
      assertTellsNothing(text, String.valueOf(refused.getMessage()));
      return;
    }
    FeedKeyPair again = SecretText.parse(SecretText.format(keys), Cryptos.FASTEST);
    assertThat(again.id()).isEqualTo(keys.id());
    assertThat(again.seed()).isEqualTo(keys.seed());
  }

  private static void assertTellsNothing(String text, String message) {
    for (int at = 0; at + TELLING <= text.length(); at++) {
      String part = text.substring(at, at + TELLING);
      if (part.matches("[A-Za-z0-9+/]*")) {
        assertThat(message).doesNotContain(part);
      }
    }
  }
}

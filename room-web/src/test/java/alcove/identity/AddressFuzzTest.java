package alcove.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;

/**
 * Ids, keys, addresses, invite codes and URIs: refused, or written so that they can be read again.
 */
class AddressFuzzTest extends FuzzTarget {

  @Override
  protected void test(byte[] input) {
    String text = new String(input, UTF_8);
    assertKept(text, FeedId::parse, Integer.MAX_VALUE);
    assertKept(text, AnyFeedId::parse, Integer.MAX_VALUE);
    assertKept(text, AppKey::parse, Integer.MAX_VALUE);
    assertKept(text, FeedSignature::parse, Integer.MAX_VALUE);
    assertKept(text, HostAndPort::parse, Integer.MAX_VALUE);
    assertKept(text, RoomInviteCode::parse, MultiserverAddress.MAX_LENGTH);
    assertKept(text, SsbUri::parse, SsbUri.MAX_LENGTH);
    assertKept(text, AddressFuzzTest::parseAndLook, MultiserverAddress.MAX_LENGTH);
    assertDecoded(text);
  }

  private static MultiserverAddress parseAndLook(String text) throws MalformedException {
    for (MultiserverAddress address : MultiserverAddress.parseAll(text)) {
      assertThat(address.transport()).isNotEmpty();
      assertThat(address.host()).isNotNull();
      assertThat(address.port()).isNotNull();
      assertThat(address.key()).isNotNull();
      assertThat(address.portal()).isNotNull();
      assertThat(address.target()).isNotNull();
    }
    return MultiserverAddress.parse(text);
  }

  private static <T> void assertKept(String text, Parser<T> parser, int longest) {
    T value;
    try {
      value = parser.parse(text);
    } catch (MalformedException refused) {
      return;
    }
    String written = String.valueOf(value);
    // Escapes make a text longer, at worst too long.
    if (written.length() <= longest) {
      try {
        assertThat(parser.parse(written)).isEqualTo(value);
      } catch (MalformedException e) {
        throw new AssertionError(written, e);
      }
    }
  }

  private static void assertDecoded(String text) {
    try {
      assertThat(PercentEncoding.decode(PercentEncoding.encode(text))).isEqualTo(text);
      String decoded = PercentEncoding.decode(text);
      assertThat(PercentEncoding.decode(PercentEncoding.encode(decoded))).isEqualTo(decoded);
    } catch (MalformedException refused) {
      assertThat(text).matches("(?s).*[^!-~].*|.*%.*");
    }
  }

  private interface Parser<T> {
    T parse(String text) throws MalformedException;
  }
}

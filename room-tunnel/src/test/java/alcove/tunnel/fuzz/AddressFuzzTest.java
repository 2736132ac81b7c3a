package alcove.tunnel.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.AnyFeedId;
import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.identity.MultiserverAddress;
import alcove.identity.RoomInviteCode;
import alcove.identity.SsbUri;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids, addresses, invite codes and URIs: refused, or written so that they can be read again. */
class AddressFuzzTest {

  private static final String KEY = "51w4nYL0k7mOkzqGhNcEh7Xv8TOOnqXAtvPuyXTtVKE=";

  @MethodSource("seeds")
  @FuzzTest
  void parse_anyText_refusedOrKept(byte[] input) {
    String text = new String(input, UTF_8);
    assertKept(text, FeedId::parse, Integer.MAX_VALUE);
    assertKept(text, AnyFeedId::parse, Integer.MAX_VALUE);
    assertKept(text, RoomInviteCode::parse, MultiserverAddress.MAX_LENGTH);
    assertKept(text, SsbUri::parse, SsbUri.MAX_LENGTH);
    assertKept(text, AddressFuzzTest::parseAndLook, MultiserverAddress.MAX_LENGTH);
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

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "@" + KEY + ".ed25519",
            "net:example.org:8008~shs:" + KEY,
            "net:2001:db8::1:8008~shs:" + KEY,
            "net:2001!:db8!:!:1:8008~shs:" + KEY,
            "ws://example.org:3000~shs:" + KEY + ";wss://[::1]~shs:" + KEY,
            "tunnel:@" + KEY + ".ed25519:@" + KEY + ".ed25519~shs:" + KEY,
            "net:example.org:8008~shs:" + KEY + ":SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=",
            "ssb:experimental?action=claim-http-invite&invite=a%2Bb&postTo=https%3A%2F%2Fx",
            "ssb://experimental?action=a&%C3%BC=%F0%9F%98%80",
            "ssb:experimental?action=%FF")
        .map(text -> text.getBytes(UTF_8));
  }

  private interface Parser<T> {
    T parse(String text) throws MalformedException;
  }
}

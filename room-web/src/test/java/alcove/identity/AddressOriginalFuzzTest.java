package alcove.identity;

import static alcove.fuzz.KnownDifference.LONG_TEXT;
import static alcove.fuzz.KnownDifference.OTHER_SUFFIX;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.OriginalFuzzTarget;
import alcove.fuzz.Originals;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Any text as an address or an id, here and as multiserver-address and ssb-ref read it. */
@EnabledIfEnvironmentVariable(
    named = Originals.VARIABLE,
    matches = ".+",
    disabledReason = Originals.WHY_NOT)
class AddressOriginalFuzzTest extends OriginalFuzzTarget {
  AddressOriginalFuzzTest() {
    super(LONG_TEXT, OTHER_SUFFIX);
  }

  @Override
  protected void test(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    byte[] asked = text.getBytes(UTF_8);
    address(text, Originals.ask('A', asked));
    feed(text, Originals.ask('F', asked));
    invite(text, Originals.ask('I', asked));
  }

  private void address(String text, String theirs) {
    try {
      assertThat(written(MultiserverAddress.parseAll(text))).isEqualTo(theirs);
    } catch (MalformedException refused) {
      if (!theirs.equals("malformed")) {
        assertThat(text.length()).isGreaterThan(MultiserverAddress.MAX_LENGTH);
        differs(LONG_TEXT);
      }
    }
  }

  private void feed(String text, String theirs) {
    try {
      FeedId.parse(text);
      assertThat(theirs).isEqualTo("true");
    } catch (MalformedException refused) {
      if (theirs.equals("true")) {
        assertThat(text).matches("(?s)@.{44}(\\.sha256|[^.](sha256|ed25519))");
        differs(OTHER_SUFFIX);
      }
    }
  }

  /** Addresses of rooms may be of other kinds than ssb-ref knows; where it knows one, it agrees. */
  private static void invite(String text, String theirs) {
    try {
      RoomInviteCode code = RoomInviteCode.parse(text);
      if (!theirs.equals("malformed")) {
        assertThat(code.address().key().map(FeedId::toString)).hasValue(theirs);
      }
    } catch (MalformedException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  private static String written(List<MultiserverAddress> addresses) {
    return addresses.stream()
        .map(
            address ->
                address.protocols().stream()
                    .map(AddressOriginalFuzzTest::written)
                    .collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String written(MultiserverAddress.Protocol protocol) {
    String data =
        protocol.data().stream()
            .map(AddressOriginalFuzzTest::written)
            .collect(Collectors.joining(",", "[", "]"));
    return "{%s:%s,%s:%s}"
        .formatted(written("data"), data, written("name"), written(protocol.name()));
  }

  private static String written(String text) {
    return "s" + HexFormat.of().formatHex(text.getBytes(UTF_16LE));
  }
}

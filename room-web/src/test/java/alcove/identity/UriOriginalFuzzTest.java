package alcove.identity;

import static alcove.fuzz.KnownDifference.LOOSE_URI;
import static alcove.fuzz.KnownDifference.PLUS_IS_A_PLUS;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.OriginalFuzzTarget;
import alcove.fuzz.Originals;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Any text as an SSB URI, here and as ssb-uri2 reads it. */
@EnabledIfEnvironmentVariable(
    named = Originals.VARIABLE,
    matches = ".+",
    disabledReason = Originals.WHY_NOT)
class UriOriginalFuzzTest extends OriginalFuzzTarget {
  UriOriginalFuzzTest() {
    super(LOOSE_URI, PLUS_IS_A_PLUS);
  }

  @Override
  protected void test(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    String theirs = Originals.ask('U', text.getBytes(UTF_8));
    if (theirs.startsWith("feed ")) {
      feed(text, theirs.substring("feed ".length()));
      return;
    }
    Optional<String> ours = ours(text);
    if (ours.isPresent()) {
      compare(text, ours.get(), theirs);
    } else if (!theirs.equals("malformed")) {
      differs(LOOSE_URI);
    }
  }

  private void compare(String text, String ours, String theirs) {
    if (ours.equals(theirs)) {
      return;
    }
    if (text.contains("+")) {
      differs(PLUS_IS_A_PLUS);
    } else {
      // In another spelling, which people do not see and URLs do not have.
      assertThat(text)
          .matches("(?is)ssb:(//)?experimental\\?.*([^!-~]|[A-Z#\"<>'|^`{}]).*|.*[A-Z].*");
      differs(LOOSE_URI);
    }
  }

  /** Where both take it for the id of a feed, it is the same one. */
  private void feed(String text, String theirs) {
    Optional<FeedId> ours = AnyFeedId.find(text);
    if (ours.isPresent()) {
      assertThat(ours.get().toString()).isEqualTo(theirs);
    } else {
      // It is not looked at whether what it says is a key.
      Optional<FeedId> key = AnyFeedId.find(theirs);
      if (key.isPresent()) {
        assertThat(text).matches("(?s).*[/:?#\\s].*");
      }
      differs(LOOSE_URI);
    }
  }

  /** The parameters in their order, as the original's answers write them. */
  private static Optional<String> ours(String text) {
    try {
      SsbUri uri = SsbUri.parse(text);
      String query = text.substring(text.indexOf('?') + 1);
      return Optional.of(
          Arrays.stream(query.split("&"))
              .map(pair -> pair.substring(0, pair.indexOf('=')))
              .map(UriOriginalFuzzTest::decoded)
              .map(
                  name ->
                      "[" + written(name) + "," + written(uri.parameter(name).orElseThrow()) + "]")
              .collect(Collectors.joining(",", "[", "]")));
    } catch (MalformedException refused) {
      return Optional.empty();
    }
  }

  private static String decoded(String text) {
    try {
      return PercentEncoding.decode(text);
    } catch (MalformedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String written(String text) {
    return "s" + HexFormat.of().formatHex(text.getBytes(UTF_16LE));
  }
}

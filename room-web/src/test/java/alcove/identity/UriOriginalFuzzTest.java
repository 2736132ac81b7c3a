package alcove.identity;

import static alcove.fuzz.KnownDifference.LOOSE_URI;
import static alcove.fuzz.KnownDifference.PLUS_IS_A_PLUS;
import static alcove.fuzz.KnownDifference.UPPER_CASE_SCHEME;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.OriginalFuzzTarget;
import alcove.fuzz.Originals;
import java.io.IOException;
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
    super(LOOSE_URI, PLUS_IS_A_PLUS, UPPER_CASE_SCHEME);
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

  private void compare(String text, String ours, String theirs) throws IOException {
    if (ours.equals(theirs)) {
      return;
    }
    if (theirs.equals("malformed")) {
      assertThat(text).doesNotStartWith("ssb:experimental").doesNotStartWith("ssb://experimental");
      differs(UPPER_CASE_SCHEME);
    } else {
      assertThat(text).contains("+");
      String encoded = text.replace("+", "%2B");
      assertThat(ours).isEqualTo(Originals.ask('U', encoded.getBytes(UTF_8)));
      differs(PLUS_IS_A_PLUS);
    }
  }

  /** Where both take it for the id of a feed, it is the same one. */
  private void feed(String text, String theirs) {
    Optional<String> ours = AnyFeedId.find(text).map(FeedId::toString);
    if (ours.isEmpty() || !isFeed(theirs)) {
      differs(LOOSE_URI);
    } else {
      assertThat(ours).hasValue(theirs);
    }
  }

  /** The original does not look whether it is one. */
  private static boolean isFeed(String text) {
    try {
      return FeedId.parse(text).toString().equals(text);
    } catch (MalformedException none) {
      return false;
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

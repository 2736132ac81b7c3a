package alcove.tunnel.muxrpc;

import static alcove.fuzz.KnownDifference.DEEP_JSON;
import static alcove.fuzz.KnownDifference.DUPLICATE_NAME;
import static alcove.fuzz.KnownDifference.HALF_CHARACTER;
import static alcove.fuzz.KnownDifference.LONG_JSON;
import static alcove.fuzz.KnownDifference.NEGATIVE_ZERO;
import static alcove.fuzz.KnownDifference.NO_UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.KnownDifference;
import alcove.fuzz.OriginalFuzzTarget;
import alcove.fuzz.Originals;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Any body as JSON, here and as packet-stream-codec parses it. */
@EnabledIfEnvironmentVariable(
    named = Originals.VARIABLE,
    matches = ".+",
    disabledReason = Originals.WHY_NOT)
class JsonOriginalFuzzTest extends OriginalFuzzTarget {
  JsonOriginalFuzzTest() {
    super(DEEP_JSON, DUPLICATE_NAME, HALF_CHARACTER, LONG_JSON, NEGATIVE_ZERO, NO_UTF_8);
  }

  @Override
  protected void test(byte[] input) throws Exception {
    String theirs = Originals.ask('J', input);
    String ours;
    try {
      ours = JsonOriginal.written(Json.parse(input));
    } catch (CallException refused) {
      if (!theirs.equals("malformed")) {
        Optional<KnownDifference> why = JsonOriginal.whyRefused(input);
        assertThat(why).as("why we refuse %s", theirs).isPresent();
        differs(why.get());
      }
      return;
    }
    if (JsonOriginal.isNegativeZero(theirs) && !ours.equals(theirs)) {
      differs(NEGATIVE_ZERO);
      ours = JsonOriginal.withoutNegativeZero(ours);
      theirs = JsonOriginal.withoutNegativeZero(theirs);
    }
    assertThat(ours).isEqualTo(theirs);
  }
}

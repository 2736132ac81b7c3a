package alcove.tunnel.muxrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {
  /** Jackson at its strictest, as the judge. */
  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String[] WORDS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"a\"",
    "\"b\"",
    "\"\\u0061\"",
    "\"\\ud83d\\ude00\"",
    "\"\\/\"",
    "\"é\"",
    "1",
    "-0",
    "0.5",
    "1e5",
    "-1.5E+3",
    "01",
    "1.",
    ".5",
    "+1",
    "true",
    "null",
    "nul",
    "\"",
    "\\",
    "\t",
    " ",
    "\n",
    "'a'",
    "NaN",
    "\u0000",
    "//",
    "\"\\x\"",
    "\"\\u00\""
  };

  private static boolean accepts(String json) {
    return JsonSyntax.accepts(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        " {\"name\":[\"a\",\"b\"],\"args\":[{\"x\":-1.5e-7}],\"type\":null}\r\n\t",
        "\"\\ud83d\\ude00 \\\" \\\\ \\/ \\b\\f\\n\\r\\t \\u00e9 é\"",
        "{\"a\":{\"a\":1},\"b\":{\"a\":1}}",
        "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]",
        "[]",
        "{}",
        "-0"
      })
  void value_thatIsOne_isAccepted(String json) {
    assertThat(accepts(json)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "}{",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\\n\":1,\"a\\u000a\":2}",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
        "11111111111111111111111111111111111111111111111111111111111111111",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\\ud83d",
        "\"\\u00g0\"",
        "\"a\nb\"",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\"}",
        "[1",
        "tru",
        "truex",
        "1.",
        "1e",
        "-",
        "01",
        "\ufeff{}"
      })
  void anythingElse_isRefused(String json) {
    assertThat(accepts(json)).isFalse();
  }

  /** Of the two halves of a character each has its range, and what is beside it stands alone. */
  @ParameterizedTest
  @CsvSource({
    "\\ud7ff, true",
    "\\ue000, true",
    "\\ud800\\udc00, true",
    "\\udbff\\udfff, true",
    "\\ud800\\udbff, false",
    "\\ud800\\ue000, false",
    "\\udbff, false",
    "\\ud83d\\nde00, false",
    "\\ud83dxxde00, false",
    "\\uffff, true",
    "\\u000, false",
  })
  void characterByItsNumber_isAccepted_whenItIsOne(String escaped, boolean isOne) {
    assertThat(accepts('"' + escaped + '"')).isEqualTo(isOne);
  }

  @Test
  void textThatIsCutInACharacter_isRefused() {
    for (String cut : new String[] {"\"\\", "\"\\ud83d\\", "\"\\ud83d\\u", "\"\\ud83d\\ude0"}) {
      assertThat(accepts(cut)).as(cut).isFalse();
    }
  }

  @Test
  void objects_nestAsDeepAsArrays() {
    assertThat(accepts("{\"a\":".repeat(16) + "1" + "}".repeat(16))).isTrue();
    assertThat(accepts("{\"a\":".repeat(17) + "1" + "}".repeat(17))).isFalse();
  }

  @Test
  void nameOf1024Bytes_isTheLongest() {
    assertThat(accepts("{\"" + "x".repeat(1023) + "\":1}")).isTrue();
    assertThat(accepts("{\"" + "x".repeat(1024) + "\":1}")).isFalse();
    assertThat(accepts("{ \"" + "x".repeat(1023) + "\":1}")).isTrue();
  }

  @Test
  void digits_areAllTen() {
    assertThat(accepts("[1234567890,9,90.09e90]")).isTrue();
    assertThat(accepts("1:")).isFalse();
    assertThat(accepts("1/")).isFalse();
  }

  @Test
  void name_hasABound() {
    assertThat(accepts("{\"" + "x".repeat(1000) + "\":1}")).isTrue();
    assertThat(accepts("{\"" + "x".repeat(1100) + "\":1}")).isFalse();
  }

  /** What says otherwise may stand behind any length of text. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1022, 1023, 1024, 5000})
  void bytes_thatAreNoUtf8_areRefused(int before) {
    byte[] json = ('"' + "x".repeat(before) + "é\"").getBytes(StandardCharsets.UTF_8);
    assertThat(JsonSyntax.accepts(json)).isTrue();

    json[before + 2] = 'x';
    assertThat(JsonSyntax.accepts(json)).as("half a character").isFalse();
    json[before + 1] = (byte) 0xff;
    assertThat(JsonSyntax.accepts(json)).as("no character").isFalse();
  }

  /** Neither Jackson's exceptions nor ours cost a walk through the stack. */
  @Test
  void refusal_hasNoStackTrace() {
    Throwable refusal = catchThrowable(() -> Json.parse(new byte[] {'}', '{'}));

    assertThat(refusal).isInstanceOf(CallException.class).hasNoCause();
    assertThat(refusal.getStackTrace()).isEmpty();
  }

  /** So Jackson never throws at what peers send. */
  @Test
  void acceptedText_isAcceptedByJackson_andAnyOtherIsNot() {
    Random random = new Random(20260101);
    int accepted = 0;
    for (int i = 0; i < 300_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int words = 1 + random.nextInt(9); words > 0; words--) {
        text.append(WORDS[random.nextInt(WORDS.length)]);
      }
      String json = text.toString();
      if (accepts(json)) {
        accepted++;
        assertThatCode(() -> STRICT.readTree(json)).as(json).doesNotThrowAnyException();
      } else {
        assertThat(isAcceptedByJackson(json)).as(json).isFalse();
      }
    }
    assertThat(accepted).isGreaterThan(1000);
  }

  private static boolean isAcceptedByJackson(String json) {
    try {
      return !STRICT.readTree(json).isMissingNode();
    } catch (IOException malformed) {
      return false;
    }
  }
}

package alcove.tunnel.muxrpc;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * Any body: refused without an exception of Jackson, or a value that survives being written and
 * read again. What is accepted is what Jackson accepts, if told to be strict.
 */
class JsonFuzzTest extends FuzzTarget {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Override
  protected void test(byte[] input) throws Exception {
    Optional<JsonNode> strictly = strictly(input);
    JsonNode value;
    try {
      value = Json.parse(input);
    } catch (CallException refused) {
      assertThat(JsonSyntax.accepts(input)).isFalse();
      return;
    }
    assertThat(strictly).hasValue(value);
    byte[] written = Json.encode(value);
    assertThat(Json.encode(Json.parse(written))).isEqualTo(written);
  }

  private static Optional<JsonNode> strictly(byte[] input) {
    try {
      return Optional.of(STRICT.readTree(input));
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }
}

package alcove.tunnel.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Any body: refused, or a value that survives being written and read again. */
class JsonFuzzTest {
  /** A name with a byte that begins no character: {@code {"<F6 82 82 82>":1}}. */
  private static final byte[] NO_UTF_8 = {
    '{', '"', (byte) 0xf6, (byte) 0x82, (byte) 0x82, (byte) 0x82, '"', ':', '1', '}'
  };

  @Test
  void bytesThatAreNoUtf8_areRefused() {
    assertThatThrownBy(() -> Json.parse(NO_UTF_8)).isInstanceOf(CallException.class);
  }

  @MethodSource("seeds")
  @FuzzTest
  void parse_anything_refusedOrKept(byte[] input) throws CallException {
    JsonNode value;
    try {
      value = Json.parse(input);
    } catch (CallException refused) {
      return;
    }
    JsonNode again = Json.parse(Json.encode(value));
    assertThat(Json.encode(again)).isEqualTo(Json.encode(value));
  }

  static Stream<byte[]> seeds() {
    return Stream.concat(Stream.of(NO_UTF_8), texts().map(text -> text.getBytes(UTF_8)));
  }

  private static Stream<String> texts() {
    return Stream.of(
        "",
        " ",
        "null",
        "true false",
        "{\"name\":[\"tunnel\",\"connect\"],\"args\":[{\"target\":\"@x\"}],\"type\":\"duplex\"}",
        "{\"a\":1,\"a\":2}",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
        "-0",
        "1e400",
        "123456789012345678901234567890.5",
        "0.1E-999999999",
        "NaN",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\ufeff{}");
  }
}

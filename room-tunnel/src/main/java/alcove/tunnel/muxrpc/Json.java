package alcove.tunnel.muxrpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON bodies, read with distrust: {@link JsonSyntax} says what is acceptable. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /**
   * Parses one JSON value.
   *
   * @throws CallException when the bytes are not one acceptable JSON value
   */
  public static JsonNode parse(byte[] utf8) throws CallException {
    if (!JsonSyntax.accepts(utf8)) {
      throw new CallException("malformed JSON");
    }
    try {
      return MAPPER.readTree(utf8);
    } catch (IOException malformed) {
      throw new CallException("malformed JSON");
    }
  }

  /** The UTF-8 bytes of {@code value}. */
  public static byte[] encode(JsonNode value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A new empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A new empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }
}

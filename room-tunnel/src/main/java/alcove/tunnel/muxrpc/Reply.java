package alcove.tunnel.muxrpc;

import alcove.tunnel.muxrpc.codec.BodyType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.nio.charset.StandardCharsets;

/** The value that an async call returns. */
public sealed interface Reply {
  /** A JSON value. */
  record OfJson(JsonNode value) implements Reply {}

  /** A text that travels as a muxrpc string, without JSON's quotes; not empty. */
  record OfText(String value) implements Reply {
    public OfText {
      if (value.isEmpty()) {
        throw new IllegalArgumentException("an empty text (a body has 1 byte at least)");
      }
    }
  }

  /** A JSON reply. */
  static Reply of(JsonNode value) {
    return new OfJson(value);
  }

  /** A JSON boolean. */
  static Reply of(boolean value) {
    return new OfJson(BooleanNode.valueOf(value));
  }

  /** A JSON number. */
  static Reply of(long value) {
    return new OfJson(LongNode.valueOf(value));
  }

  /** A muxrpc string. */
  static Reply text(String value) {
    return new OfText(value);
  }

  /** How the body travels. */
  default BodyType type() {
    return switch (this) {
      case OfJson json -> BodyType.JSON;
      case OfText text -> BodyType.STRING;
    };
  }

  /** The body's bytes. */
  default byte[] body() {
    return switch (this) {
      case OfJson json -> Json.encode(json.value());
      case OfText text -> text.value().getBytes(StandardCharsets.UTF_8);
    };
  }
}

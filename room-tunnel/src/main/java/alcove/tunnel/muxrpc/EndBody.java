package alcove.tunnel.muxrpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The body of a packet that ends a call: {@code true}, or an error. */
final class EndBody {
  private EndBody() {}

  /** An error that the peer gets to read. */
  static byte[] error(String message) {
    return Json.encode(Json.object().put("name", "Error").put("message", message).put("stack", ""));
  }

  /** The error in {@code body}; null for a clean end. */
  static @Nullable String message(byte[] body) {
    try {
      JsonNode end = Json.parse(body);
      return end.isBoolean() ? null : end.path("message").asText("error without a message");
    } catch (CallException malformed) {
      return "malformed error";
    }
  }
}

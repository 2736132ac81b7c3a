package alcove.tunnel.muxrpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A procedure's name, such as {@code tunnel.connect}: the parts that stand in a request's {@code
 * name}.
 */
public record ProcedureName(List<String> parts) {
  private static final int MAX_PARTS = 4;
  private static final int MAX_LENGTH = 64;

  /** Copies {@code parts}, of which there is at least one. */
  public ProcedureName {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("no parts (at least 1)");
    }
  }

  /** The name written with dots. */
  public static ProcedureName of(String dotted) {
    return new ProcedureName(List.of(dotted.split("\\.")));
  }

  /** Reads a name from a request: an array of strings, or one string as some peers send it. */
  static ProcedureName ofRequest(JsonNode name) throws CallException {
    List<String> parts = new ArrayList<>();
    if (name.isTextual()) {
      parts.add(part(name));
    } else if (name.isArray()) {
      for (JsonNode each : name) {
        parts.add(part(each));
      }
    }
    if (parts.isEmpty() || parts.size() > MAX_PARTS) {
      throw new CallException("expected a procedure's name of 1 to 4 parts");
    }
    return new ProcedureName(parts);
  }

  private static String part(JsonNode part) throws CallException {
    if (!part.isTextual() || part.textValue().isEmpty() || part.textValue().length() > MAX_LENGTH) {
      throw new CallException("expected a procedure's name of strings, 1 to 64 characters each");
    }
    return part.textValue();
  }

  ArrayNode toJson() {
    ArrayNode array = Json.array();
    parts.forEach(array::add);
    return array;
  }

  /** The refusal that clients know; ssb-room-client falls back to the first rooms' calls on it. */
  CallException unknown() {
    return new CallException(
        "method:" + String.join(",", parts) + " is not in list of allowed methods");
  }

  @Override
  public String toString() {
    return String.join(".", parts);
  }
}

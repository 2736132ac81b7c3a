package alcove.tunnel.muxrpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * The JSON body that opens a call: {@code {"name":[...],"args":[...],"type":"duplex"}}.
 *
 * <p>JS peers leave {@code type} out for async and sync calls; some write {@code name} as one
 * string.
 *
 * @param name what is called
 * @param args its arguments
 * @param type as sent; {@code async} when it was left out
 */
record Request(ProcedureName name, ArrayNode args, String type) {
  static Request parse(byte[] body) throws CallException {
    JsonNode json = Json.parse(body);
    if (!json.isObject()) {
      throw new CallException("expected a request object");
    }
    JsonNode args = json.path("args");
    if (!args.isMissingNode() && !args.isNull() && !args.isArray()) {
      throw new CallException("expected args to be an array");
    }
    ProcedureName name = ProcedureName.ofRequest(json.path("name"));
    String type = json.path("type").asText("async");
    return new Request(name, args instanceof ArrayNode array ? array : Json.array(), type);
  }

  byte[] encode() {
    var json = Json.object();
    json.set("name", name.toJson());
    json.set("args", args);
    if (!type.equals("async")) {
      json.put("type", type);
    }
    return Json.encode(json);
  }
}

package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.tunnel.muxrpc.CallException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Reads the arguments of calls, none of which can be trusted to be what they should. */
final class Arguments {
  private Arguments() {}

  /** The only argument, an object. */
  static JsonNode onlyObject(String procedure, ArrayNode args) throws CallException {
    JsonNode first = args.path(0);
    if (!first.isObject()) {
      throw new CallException(procedure + ": expected one argument, an object");
    }
    return first;
  }

  /** The feed id in field {@code name} of {@code object}. */
  static FeedId feedId(String procedure, JsonNode object, String name) throws CallException {
    try {
      return FeedId.parse(object.path(name).asText(""));
    } catch (MalformedException malformed) {
      throw new CallException(procedure + ": expected a feed id as " + name);
    }
  }
}

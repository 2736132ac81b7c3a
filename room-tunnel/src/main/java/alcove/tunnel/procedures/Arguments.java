package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.tunnel.muxrpc.CallException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the arguments of calls, none of which can be trusted to be what they should. */
final class Arguments {
  private static final String[] COUNTS = {
    "no arguments", "one argument", "two arguments", "three arguments"
  };

  private Arguments() {}

  /** The only argument, an object. */
  static JsonNode onlyObject(String procedure, ArrayNode args) throws CallException {
    JsonNode first = args.path(0);
    if (!first.isObject()) {
      throw new CallException(procedure + ": expected one argument, an object");
    }
    return first;
  }

  /** As many strings as there are {@code names}, one to three. */
  static List<String> texts(String procedure, ArrayNode args, String... names)
      throws CallException {
    if (args.size() != names.length) {
      throw new CallException(
          "%s: expected %s (%s), got %s"
              .formatted(procedure, COUNTS[names.length], String.join(", ", names), args.size()));
    }
    List<String> texts = new ArrayList<>(names.length);
    for (int i = 0; i < names.length; i++) {
      JsonNode arg = args.get(i);
      if (!arg.isTextual()) {
        throw new CallException("%s: expected a string as %s".formatted(procedure, names[i]));
      }
      texts.add(arg.textValue());
    }
    return texts;
  }

  /** The feed id in field {@code name} of {@code object}. */
  static FeedId feedId(String procedure, JsonNode object, String name) throws CallException {
    try {
      return FeedId.parse(object.path(name).asText(""));
    } catch (MalformedException malformed) {
      throw new CallException(procedure + ": expected a feed id as " + name);
    }
  }

  /** The feed id that {@code text} is. */
  static FeedId feedId(String procedure, String text) throws CallException {
    try {
      return FeedId.parse(text);
    } catch (MalformedException malformed) {
      throw new CallException(procedure + ": invalid feed ref, expected \"@BASE64.ed25519\"");
    }
  }
}

package alcove.tunnel.presence;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.Json;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * One event of {@code room.attendants}, encoded once for all subscribers. Immutable.
 *
 * <p>Clients know exactly three types: {@code state}, {@code joined} and {@code left}; some end
 * their stream on any other.
 */
final class Change {
  private final FeedId who;
  private final byte[] body;

  private Change(FeedId who, byte[] body) {
    this.who = who;
    this.body = body;
  }

  static Change joined(FeedId who) {
    return new Change(who, event("joined", who));
  }

  static Change left(FeedId who) {
    return new Change(who, event("left", who));
  }

  private static byte[] event(String type, FeedId who) {
    return Json.encode(Json.object().put("type", type).put("id", who.toString()));
  }

  /** The body of the first event of a subscription. */
  static byte[] state(Collection<FeedId> all) {
    ObjectNode state = Json.object().put("type", "state");
    state.set("ids", ids(all));
    return Json.encode(state);
  }

  /** A list of ids, as {@code tunnel.endpoints} sends it. */
  static ArrayNode ids(Collection<FeedId> all) {
    ArrayNode ids = Json.array();
    all.forEach(each -> ids.add(each.toString()));
    return ids;
  }

  FeedId who() {
    return who;
  }

  /** The JSON body; not to be changed. */
  byte[] body() {
    return body;
  }
}

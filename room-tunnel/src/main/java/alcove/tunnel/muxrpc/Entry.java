package alcove.tunnel.muxrpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Promise;

/** A live call in a session's books. */
sealed interface Entry {
  /** A call of ours that waits for its one reply. */
  record Pending(Promise<JsonNode> reply) implements Entry {}

  /** A call of the peer's whose reply is being made; nothing may arrive on it but an end. */
  final class Answering implements Entry {}

  /** A source, sink or duplex of either side. */
  record Stream(Substream substream, SubstreamReceiver receiver) implements Entry {}
}

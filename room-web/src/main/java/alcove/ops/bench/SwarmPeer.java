package alcove.ops.bench;

import alcove.identity.FeedId;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.PeerConnection;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** One peer of the swarm, connected to the room. Thread-safe. */
record SwarmPeer(PeerClient client, PeerConnection connection) {
  FeedId id() {
    return client.id();
  }

  /** What {@code work} gives, run on the connection's event loop. */
  <T> Future<T> on(Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    run(() -> work.get().onComplete(promise));
    return promise.future();
  }

  /** Runs {@code action} on the connection's event loop. */
  void run(Runnable action) {
    connection.loop().eventLoop().execute(action);
  }

  /** Calls an async procedure of the room without arguments. */
  Future<JsonNode> call(String procedure) {
    return on(() -> connection.session().call(procedure, Json.array()));
  }

  /** Says goodbye. */
  void close() {
    run(() -> connection.close(CloseReason.STOPPED));
  }
}

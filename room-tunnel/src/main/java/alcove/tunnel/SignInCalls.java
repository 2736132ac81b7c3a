package alcove.tunnel;

import alcove.identity.FeedId;
import alcove.room.SignInPeers;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Peers;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks connected apps to sign their people in; of several connections of one, the newest first.
 * Thread-safe.
 */
final class SignInCalls implements SignInPeers {
  private static final long PATIENCE = Duration.ofSeconds(10).toMillis();

  private final Peers peers;

  SignInCalls(Peers peers) {
    this.peers = peers;
  }

  @Override
  public Future<String> requestSolution(
      FeedId peer, String serverChallenge, String clientChallenge) {
    return ask(peers.all(peer), serverChallenge, clientChallenge);
  }

  private static Future<String> ask(List<PeerConnection> connections, String sc, String cc) {
    if (connections.isEmpty()) {
      return Future.failedFuture("not connected");
    }
    return ask(connections.getFirst(), sc, cc)
        .recover(failure -> ask(connections.subList(1, connections.size()), sc, cc));
  }

  private static Future<String> ask(PeerConnection connection, String sc, String cc) {
    Promise<JsonNode> answer = Promise.promise();
    var loop = connection.loop().eventLoop();
    loop.execute(
        () -> {
          var late =
              loop.schedule(() -> answer.tryFail("no answer"), PATIENCE, TimeUnit.MILLISECONDS);
          connection
              .session()
              .call("httpAuth.requestSolution", Json.array().add(sc).add(cc))
              .onComplete(
                  result -> {
                    late.cancel(false);
                    if (result.succeeded()) {
                      answer.tryComplete(result.result());
                    } else {
                      answer.tryFail(result.cause());
                    }
                  });
        });
    return answer.future().map(JsonNode::asText);
  }
}

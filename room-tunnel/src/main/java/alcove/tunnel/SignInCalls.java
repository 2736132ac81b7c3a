package alcove.tunnel;

import alcove.identity.FeedId;
import alcove.room.signin.SignInPeers;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Peers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks connected apps to sign their people in; of several connections of one, the newest first, and
 * the next when that refuses, goes, or says nothing for a while. Thread-safe.
 */
final class SignInCalls implements SignInPeers {
  /** Before another connection of the same app is asked as well: this one may be half dead. */
  private static final long SILENCE = Duration.ofSeconds(10).toMillis();

  private final Peers peers;

  SignInCalls(Peers peers) {
    this.peers = peers;
  }

  @Override
  public Future<String> requestSolution(
      FeedId peer, String serverChallenge, String clientChallenge, Duration patience) {
    ArrayNode challenges = Json.array().add(serverChallenge).add(clientChallenge);
    return ask(peers.all(peer), challenges, patience);
  }

  private static Future<String> ask(
      List<PeerConnection> connections, ArrayNode challenges, Duration patience) {
    if (connections.isEmpty()) {
      return Future.failedFuture("not connected");
    }
    Future<String> first = ask(connections.getFirst(), challenges, patience);
    if (connections.size() == 1) {
      return first;
    }
    Promise<Void> next = Promise.promise();
    var silence =
        connections
            .getFirst()
            .loop()
            .eventLoop()
            .schedule(() -> next.tryComplete(), SILENCE, TimeUnit.MILLISECONDS);
    first.onComplete(_ -> next.tryFail("answered"), _ -> next.tryComplete());
    first.onComplete(_ -> silence.cancel(false));
    Future<String> others =
        next.future()
            .compose(_ -> ask(connections.subList(1, connections.size()), challenges, patience));
    return Future.any(first, others).map(_ -> first.succeeded() ? first.result() : others.result());
  }

  private static Future<String> ask(
      PeerConnection connection, ArrayNode challenges, Duration patience) {
    Promise<JsonNode> answer = Promise.promise();
    var loop = connection.loop().eventLoop();
    loop.execute(
        () -> {
          var reply = connection.session().call("httpAuth.requestSolution", challenges);
          var late =
              loop.schedule(
                  () -> connection.session().abandon(reply),
                  patience.toMillis(),
                  TimeUnit.MILLISECONDS);
          reply.onComplete(_ -> late.cancel(false));
          reply.onComplete(answer);
        });
    return answer.future().map(JsonNode::asText);
  }
}

package alcove.room;

import alcove.identity.FeedId;
import io.vertx.core.Future;

/** The apps that are connected to the room, as signing in needs them. Thread-safe. */
public interface SignInPeers {
  /**
   * Asks the app of {@code peer} to sign, {@code httpAuth.requestSolution}.
   *
   * @return the signature as the app wrote it; fails if it is not connected, refuses, or does not
   *     answer in ten seconds. Completes on any thread
   */
  Future<String> requestSolution(FeedId peer, String serverChallenge, String clientChallenge);
}

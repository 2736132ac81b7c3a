package alcove.room.signin;

import alcove.identity.FeedId;
import io.vertx.core.Future;
import java.time.Duration;

/** The apps that are connected to the room, as signing in needs them. Thread-safe. */
public interface SignInPeers {
  /**
   * Asks the app of {@code peer} to sign, {@code httpAuth.requestSolution}.
   *
   * @param patience how long the app may take: it asks its person
   * @return the signature as the app wrote it; fails if it is not connected, refuses, goes, or does
   *     not answer in time. Completes on any thread
   */
  Future<String> requestSolution(
      FeedId peer, String serverChallenge, String clientChallenge, Duration patience);
}

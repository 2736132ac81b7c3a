package alcove.room.signin;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.identity.FeedSignature;
import alcove.identity.MalformedException;
import java.nio.charset.StandardCharsets;

/**
 * The statement by which a peer signs in to the web site of a room.
 *
 * @param room the room, {@code sid} in the specification
 * @param peer who signs in, {@code cid}
 * @param serverChallenge {@code sc}, as the room wrote it
 * @param clientChallenge {@code cc}, as the peer wrote it
 * @see <a
 *     href="https://github.com/ssbc/ssb-http-auth-spec/tree/master/docs/Specification">ssb-http-auth-spec</a>
 */
public record SignInStatement(
    FeedId room, FeedId peer, String serverChallenge, String clientChallenge) {
  /** What is signed, in UTF-8. */
  public String signedText() {
    return "=http-auth-sign-in:%s:%s:%s:%s".formatted(room, peer, serverChallenge, clientChallenge);
  }

  /** Whether {@code solution} is the peer's signature over this statement, in any of its forms. */
  public boolean isSignedBy(String solution, Crypto crypto) {
    try {
      byte[] text = signedText().getBytes(StandardCharsets.UTF_8);
      return crypto.verify(peer.bytes(), text, FeedSignature.parse(solution).bytes());
    } catch (MalformedException malformed) {
      return false;
    }
  }
}

package alcove.room.aliases;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.identity.FeedSignature;
import java.nio.charset.StandardCharsets;

/**
 * The statement by which a peer takes an alias in a room.
 *
 * @see <a href="https://github.com/ssbc/rooms2/blob/master/docs/Alias/Registration.md">rooms2,
 *     Alias registration</a>
 */
public record AliasRegistration(FeedId room, FeedId user, String alias) {
  /** What is signed, in UTF-8. */
  public String signedText() {
    return "=room-alias-registration:" + room + ":" + user + ":" + alias;
  }

  /** Whether {@code signature} is the user's over this statement. */
  public boolean isSignedBy(FeedSignature signature, Crypto crypto) {
    byte[] text = signedText().getBytes(StandardCharsets.UTF_8);
    return crypto.verify(user.bytes(), text, signature.bytes());
  }
}

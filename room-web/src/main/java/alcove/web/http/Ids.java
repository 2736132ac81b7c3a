package alcove.web.http;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;

/** The reader of ids as people and apps hand them over. */
public final class Ids {
  private Ids() {}

  /**
   * The id that {@code text} writes; blanks around it do not count.
   *
   * @throws RefusedException if it is none
   */
  public static FeedId parse(String text) throws RefusedException {
    try {
      return FeedId.parse(text.strip());
    } catch (MalformedException malformed) {
      throw new RefusedException(
          Refusal.NOT_AN_ID,
          "that is not an SSB ID: it begins with @ and ends with .ed25519, with 44 characters"
              + " between them");
    }
  }
}

package alcove.room.policy;

import alcove.identity.Word;
import java.util.Optional;

/** Whom a room is for. */
public enum PrivacyMode implements Word {
  /** Everybody who is not blocked may use it. */
  OPEN,
  /** Everybody may connect, members may use it, and members invite. */
  COMMUNITY,
  /** Only members may connect, and moderators invite. */
  RESTRICTED;

  /** The mode that a person names, such as {@code community}. */
  public static Optional<PrivacyMode> named(String word) {
    return Word.named(PrivacyMode.class, word);
  }
}

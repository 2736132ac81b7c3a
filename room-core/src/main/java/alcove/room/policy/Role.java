package alcove.room.policy;

import alcove.identity.Word;
import java.util.Optional;

/** What a member may do beyond being one; each role includes those before it. */
public enum Role implements Word {
  /** May use the room. */
  MEMBER,
  /** May also say who uses it. */
  MODERATOR,
  /** May also say how. */
  ADMIN;

  /** The role that a person names, such as {@code moderator}. */
  public static Optional<Role> named(String word) {
    return Word.named(Role.class, word);
  }

  /** The standing of a member of this role. */
  public Standing standing() {
    return switch (this) {
      case MEMBER -> Standing.MEMBER;
      case MODERATOR -> Standing.MODERATOR;
      case ADMIN -> Standing.ADMIN;
    };
  }
}

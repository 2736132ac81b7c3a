package alcove.room.policy;

import alcove.identity.Word;

/** The rights of a member beyond being one; each role includes those before it. */
public enum Role implements Word {
  /** May use the room. */
  MEMBER,
  /** May also say who uses it. */
  MODERATOR,
  /** May also say how. */
  ADMIN;

  /** The standing of a member of this role. */
  public Standing standing() {
    return switch (this) {
      case MEMBER -> Standing.MEMBER;
      case MODERATOR -> Standing.MODERATOR;
      case ADMIN -> Standing.ADMIN;
    };
  }
}

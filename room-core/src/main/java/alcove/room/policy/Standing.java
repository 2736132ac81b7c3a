package alcove.room.policy;

import alcove.identity.Word;

/** The place of a key in the room; rising, so that {@code compareTo} tells who ranks higher. */
public enum Standing implements Word {
  /** Kept out, whatever it was before. */
  BLOCKED,
  /** Not in the registry. */
  EXTERNAL,
  /** A {@link Role#MEMBER}. */
  MEMBER,
  /** A {@link Role#MODERATOR}. */
  MODERATOR,
  /** An {@link Role#ADMIN}. */
  ADMIN;

  /** Whether it is in the registry, in any role. */
  public boolean isMember() {
    return compareTo(MEMBER) >= 0;
  }
}

package alcove.room;

import java.util.Locale;
import java.util.Optional;

/** What a member may do beyond being one; each role includes those before it. */
public enum Role {
  /** May use the room. */
  MEMBER,
  /** May also say who uses it. */
  MODERATOR,
  /** May also say how. */
  ADMIN;

  /** The role that a person names, such as {@code moderator}. */
  public static Optional<Role> named(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** The name in lower case, as commands, pages and the database write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
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

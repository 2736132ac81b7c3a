package alcove.room;

import java.util.Locale;
import java.util.Optional;

/** Whom a room is for. */
public enum PrivacyMode {
  /** Everybody who is not blocked may use it. */
  OPEN,
  /** Everybody may connect, members may use it, and members invite. */
  COMMUNITY,
  /** Only members may connect, and moderators invite. */
  RESTRICTED;

  /** The mode that a person names, such as {@code community}. */
  public static Optional<PrivacyMode> named(String word) {
    for (PrivacyMode mode : values()) {
      if (mode.word().equals(word)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** The name in lower case, as commands, pages and the database write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

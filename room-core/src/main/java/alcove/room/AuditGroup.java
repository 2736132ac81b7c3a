package alcove.room;

import java.util.Locale;
import java.util.Optional;

/** What entries of the audit log are about, for those who look for something. */
public enum AuditGroup {
  /** Members, their roles, and how they sign in. */
  MEMBERS,
  /** Invites and their claims. */
  INVITES,
  /** Aliases. */
  ALIASES,
  /** Who is kept out. */
  BLOCKS,
  /** Settings, notices, and the apps of invite pages. */
  SETTINGS,
  /** Backups, and where the registry comes from. */
  COPIES;

  /** The group that a person names, such as {@code members}. */
  public static Optional<AuditGroup> named(String word) {
    for (AuditGroup group : values()) {
      if (group.word().equals(word)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  /** The name in lower case, as commands and pages write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

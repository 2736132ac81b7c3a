package alcove.room.audit;

import alcove.identity.Word;
import java.util.Optional;

/** What entries of the audit log are about, for those who look for something. */
public enum AuditGroup implements Word {
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
    return Word.named(AuditGroup.class, word);
  }
}

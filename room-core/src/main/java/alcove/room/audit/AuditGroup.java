package alcove.room.audit;

import alcove.identity.Word;

/** The subject of entries of the audit log, for those who look for something. */
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
  COPIES
}

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

  /** What an action is about. */
  public static AuditGroup of(AuditAction action) {
    return switch (action) {
      case MEMBER_JOINED,
          MEMBER_ADDED,
          MEMBER_REMOVED,
          MEMBER_LEFT,
          MEMBER_REPLACED,
          ROLE_CHANGED,
          FIRST_ADMIN,
          RESET_LINK_MADE,
          PASSWORD_REMOVED ->
          MEMBERS;
      case ALIAS_REVOKED -> ALIASES;
      case INVITE_CREATED, INVITE_RENEWED, INVITE_REVOKED, INVITE_CLAIMED -> INVITES;
      case BLOCKED, BLOCK_LIFTED, UNBLOCKED -> BLOCKS;
      case PRIVACY_MODE_CHANGED,
          SETTING_CHANGED,
          NOTICE_SAVED,
          NOTICE_DELETED,
          APP_ADDED,
          APP_CHANGED,
          APP_REMOVED ->
          SETTINGS;
      case BACKED_UP, RESTORED, IMPORTED -> COPIES;
    };
  }

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

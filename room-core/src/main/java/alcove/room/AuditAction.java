package alcove.room;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the audit log tells of, and to whom. */
public enum AuditAction {
  /** Somebody became a member without an invite. */
  MEMBER_JOINED(Standing.MODERATOR),
  /** Somebody made somebody a member. */
  MEMBER_ADDED(Standing.MODERATOR),
  /** Somebody ended another's membership. */
  MEMBER_REMOVED(Standing.MODERATOR),
  /** A member ended its own membership. */
  MEMBER_LEFT(Standing.MODERATOR),
  /** A member has another key: the details are the new one. */
  MEMBER_REPLACED(Standing.MODERATOR),
  /** A member has another role. */
  ROLE_CHANGED(Standing.MEMBER),
  /** Somebody revoked another's alias. */
  ALIAS_REVOKED(Standing.MODERATOR),
  /** An invite was created. */
  INVITE_CREATED(Standing.MODERATOR),
  /** An invite has a new link, and its old one is dead. */
  INVITE_RENEWED(Standing.MODERATOR),
  /** An invite was revoked. */
  INVITE_REVOKED(Standing.MODERATOR),
  /** Somebody became a member by an invite. */
  INVITE_CLAIMED(Standing.MODERATOR),
  /** A key was blocked; the details are the reason. */
  BLOCKED(Standing.MEMBER),
  /** A key was out for a moment, by somebody who turned out to be allowed to block it no more. */
  BLOCK_LIFTED(Standing.MODERATOR),
  /** A key was unblocked. */
  UNBLOCKED(Standing.MEMBER),
  /** The privacy mode changed. */
  PRIVACY_MODE_CHANGED(Standing.MEMBER),
  /** Another setting changed. */
  SETTING_CHANGED(Standing.MODERATOR),
  /** A notice was written or rewritten. */
  NOTICE_SAVED(Standing.MEMBER),
  /** A notice was deleted. */
  NOTICE_DELETED(Standing.MEMBER),
  /** Invite pages name another app. */
  APP_ADDED(Standing.MODERATOR),
  /** Invite pages say something else of an app, or name it elsewhere. */
  APP_CHANGED(Standing.MODERATOR),
  /** Invite pages name an app no longer. */
  APP_REMOVED(Standing.MODERATOR),
  /** The first admin of the room, or the first after the last one was lost. */
  FIRST_ADMIN(Standing.MEMBER),
  /** Somebody made a link by which a member chooses a new password. */
  RESET_LINK_MADE(Standing.ADMIN),
  /** Somebody took a member's password away. */
  PASSWORD_REMOVED(Standing.ADMIN),
  /** A backup was made. */
  BACKED_UP(Standing.ADMIN),
  /** The registry came out of a backup. */
  RESTORED(Standing.ADMIN),
  /** The registry came from another room server. */
  IMPORTED(Standing.ADMIN);

  private final Standing readers;

  AuditAction(Standing readers) {
    this.readers = readers;
  }

  /** The action of this name in a database. */
  public static Optional<AuditAction> named(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** The name in lower case with hyphens, as commands, pages and the database write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether somebody of this standing may read of it. */
  boolean isReadBy(Standing standing) {
    return standing.compareTo(readers) >= 0;
  }
}

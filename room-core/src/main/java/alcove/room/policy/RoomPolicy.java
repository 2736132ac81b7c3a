package alcove.room.policy;

import static alcove.room.policy.PrivacyMode.OPEN;
import static alcove.room.policy.PrivacyMode.RESTRICTED;
import static alcove.room.policy.Standing.ADMIN;
import static alcove.room.policy.Standing.BLOCKED;
import static alcove.room.policy.Standing.MEMBER;
import static alcove.room.policy.Standing.MODERATOR;

/**
 * The policy of who may do what: the one place that decides it, for peers, pages and commands
 * alike.
 *
 * @see <a href="https://github.com/ssbc/rooms2/blob/master/docs/Stakeholders/README.md">rooms2,
 *     Stakeholders and Privacy modes</a>
 */
public final class RoomPolicy {
  private RoomPolicy() {}

  /** Whether a key of {@code standing} may do {@code action} in a room of {@code mode}. */
  public static boolean allows(PrivacyMode mode, Standing standing, Action action) {
    if (standing == BLOCKED) {
      return false;
    }
    return switch (action) {
      case CONNECT, OPEN_TUNNEL -> mode != RESTRICTED || standing.isMember();
      case ATTEND, SEE_ATTENDANTS -> isInternal(mode, standing);
      case REGISTER_ALIAS -> mode != RESTRICTED && isInternal(mode, standing);
      case RESOLVE_ALIAS -> mode != RESTRICTED;
      case KEEP_OWN_ALIASES -> true;
      case CREATE_INVITE ->
          isInternal(mode, standing) && (mode != RESTRICTED || atLeast(standing, MODERATOR));
      case JOIN_UNINVITED -> mode == OPEN;
      case SIGN_IN -> isInternal(mode, standing);
      case CHOOSE_NAME, LEAVE, REPORT -> standing.isMember();
      case SEE_INVITERS,
          SEE_LAST_SEEN,
          CHANGE_NAMES,
          KEEP_NOTES,
          REVOKE_ANY_ALIAS,
          REVOKE_ANY_INVITE,
          BLOCK,
          HANDLE_REPORTS,
          CHANGE_MEMBERS,
          EDIT_NOTICES,
          READ_MEASUREMENTS,
          READ_AUDIT_LOG,
          MAKE_MODERATOR ->
          atLeast(standing, MODERATOR);
      case CHANGE_ROLES,
          CHANGE_PRIVACY_MODE,
          CHANGE_SETTINGS,
          MAKE_RESET_LINK,
          REMOVE_PASSWORD,
          REMOVE_PASSKEYS,
          EXPORT_LISTS,
          EXPORT_MEASUREMENTS,
          BACK_UP ->
          atLeast(standing, ADMIN);
    };
  }

  /**
   * What it takes to give somebody another role, or the same again.
   *
   * @param before {@link Role#MEMBER} for who is no member yet, which takes {@link
   *     Action#CHANGE_MEMBERS} besides
   */
  public static Action roleChange(Role before, Role after) {
    if (before == after) {
      return Action.CHANGE_MEMBERS;
    }
    return before == Role.MEMBER && after == Role.MODERATOR
        ? Action.MAKE_MODERATOR
        : Action.CHANGE_ROLES;
  }

  /** In an open room everybody who is not blocked is an internal user; elsewhere members are. */
  public static boolean isInternal(PrivacyMode mode, Standing standing) {
    return mode == OPEN ? standing != BLOCKED : atLeast(standing, MEMBER);
  }

  /** Whether {@code actor} outranks {@code subject}; admins may act on admins. */
  public static boolean mayActOn(Standing actor, Standing subject) {
    return actor == ADMIN || actor.compareTo(subject) > 0;
  }

  private static boolean atLeast(Standing standing, Standing least) {
    return standing.compareTo(least) >= 0;
  }
}

package alcove.room.policy;

/** A thing that somebody wants to do, about which the policy decides. */
public enum Action {
  /** Connecting to the room and calling what everybody may call. */
  CONNECT,
  /** Being an attendant, and so a tunnel's target. Whoever may is an internal user. */
  ATTEND,
  /** Opening a tunnel to an attendant. */
  OPEN_TUNNEL,
  /** Seeing who attends and who is a member. */
  SEE_ATTENDANTS,
  /** Seeing who came by whose invite, and its label. Whoever invited sees it anyway. */
  SEE_INVITERS,
  /** Seeing on which day others were last here, where the room keeps that. */
  SEE_LAST_SEEN,
  /** Choosing one's own name. */
  CHOOSE_NAME,
  /** Changing and removing the names of members of a lower standing. */
  CHANGE_NAMES,
  /** Reading and writing what moderators call members between themselves. */
  KEEP_NOTES,
  /** Registering an alias. In Open mode it makes an external user a member. */
  REGISTER_ALIAS,
  /** Reaching a member by its alias. */
  RESOLVE_ALIAS,
  /** Listing and revoking one's own aliases. */
  KEEP_OWN_ALIASES,
  /** Creating invites. */
  CREATE_INVITE,
  /** Becoming a member without an invite, by whatever only members do. */
  JOIN_UNINVITED,
  /** Signing in, and what a signed-in member does with what is its own: sessions, invites. */
  SIGN_IN,
  /** Ending one's membership. */
  LEAVE,
  /** Revoking anyone's alias. */
  REVOKE_ANY_ALIAS,
  /** Listing and revoking anyone's invite. */
  REVOKE_ANY_INVITE,
  /** Blocking and unblocking keys of a lower standing. */
  BLOCK,
  /** Reporting somebody to the moderators. */
  REPORT,
  /** Seeing what was reported, and saying what came of it. */
  HANDLE_REPORTS,
  /** Adding members, and removing those of a lower standing. */
  CHANGE_MEMBERS,
  /** Writing notices. */
  EDIT_NOTICES,
  /** Making a member a moderator. */
  MAKE_MODERATOR,
  /** Making somebody an admin, and taking roles away. */
  CHANGE_ROLES,
  /** The privacy mode. */
  CHANGE_PRIVACY_MODE,
  /** All other settings. */
  CHANGE_SETTINGS,
  /** Links by which others choose a new password. */
  MAKE_RESET_LINK,
  /** Taking away others' passwords. */
  REMOVE_PASSWORD,
  /** Taking away others' passkeys. */
  REMOVE_PASSKEYS,
  /** Seeing what is measured of the room, beyond how many are online. */
  READ_MEASUREMENTS,
  /** Taking it along as a file. */
  EXPORT_MEASUREMENTS,
  /** Backups. */
  BACK_UP,
  /** Taking lists of the room along as files. */
  EXPORT_LISTS,
  /** Reading the audit log, each role its part of it. */
  READ_AUDIT_LOG
}

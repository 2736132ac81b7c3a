package alcove.room;

/** Why the room refuses something. */
public enum Refusal {
  /** Not in this privacy mode. */
  MODE,
  /** Not for somebody of this standing. */
  NOT_ALLOWED,
  /** The key is blocked. */
  BLOCKED,
  /** The other one ranks as high or higher. */
  RANK,
  /** It would leave the room without an admin. */
  LAST_ADMIN,
  /** There is an admin, so this way of becoming one is closed. */
  HAS_ADMIN,
  /** A value that is not what it must be. */
  MALFORMED,
  /** Nothing of that name or id is there. */
  UNKNOWN,
  /** Somebody else has the alias. */
  ALIAS_TAKEN,
  /** The alias is one of the room's own words. */
  ALIAS_RESERVED,
  /** The member has as many aliases as a member may have. */
  TOO_MANY_ALIASES,
  /** The signature is not one over this alias by this key. */
  BAD_SIGNATURE,
  /** No password of this member, or no such member. */
  WRONG_PASSWORD,
  /** Too short or too long for a password. */
  PASSWORD_LENGTH,
  /** Again and again in too short a time. */
  TOO_OFTEN,
  /** All uses of the invite are spent. */
  INVITE_SPENT,
  /** The invite's time is over. */
  INVITE_EXPIRED,
  /** The invite was revoked, or whoever made it may no longer invite. */
  INVITE_REVOKED
}

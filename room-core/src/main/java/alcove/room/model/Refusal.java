package alcove.room.model;

import alcove.identity.Word;

/** The reason why the room refuses something. */
public enum Refusal implements Word {
  /** Not in this privacy mode. */
  MODE(Kind.FORBIDDEN),
  /** The room is not open: what strangers may do in an open one. */
  NOT_OPEN(Kind.FORBIDDEN),
  /** Aliases lead nowhere in a restricted room. */
  ALIASES_OFF(Kind.FORBIDDEN),
  /** Not for somebody of this standing. */
  NOT_ALLOWED(Kind.FORBIDDEN),
  /** The key is blocked. */
  BLOCKED(Kind.FORBIDDEN),
  /** The other one ranks as high or higher. */
  RANK(Kind.FORBIDDEN),
  /** It would leave the room without an admin. */
  LAST_ADMIN(Kind.FORBIDDEN),
  /** There is an admin, so this way of becoming one is closed. */
  HAS_ADMIN(Kind.OVER),
  /** A value that is not what it must be. */
  MALFORMED,
  /** What should be an SSB ID is none. */
  NOT_AN_ID,
  /** The key of the room, or one that everybody has. */
  NO_PERSON,
  /** Who should become a member is one. */
  ALREADY_MEMBER(Kind.TAKEN),
  /** Nothing of that name or id is there. */
  UNKNOWN(Kind.UNKNOWN),
  /** No such alias. */
  ALIAS_UNKNOWN(Kind.UNKNOWN),
  /** No such invite. */
  INVITE_UNKNOWN(Kind.UNKNOWN),
  /** Not the current setup link. */
  SETUP_LINK_UNKNOWN(Kind.UNKNOWN),
  /** Somebody else has the alias. */
  ALIAS_TAKEN(Kind.TAKEN),
  /** The alias is one of the room's own words. */
  ALIAS_RESERVED(Kind.TAKEN),
  /** The member has as many aliases as a member may have. */
  TOO_MANY_ALIASES(Kind.TAKEN),
  /** The signature is not one over this alias by this key. */
  BAD_SIGNATURE,
  /** No name for a person. */
  NAME,
  /** No note about a person. */
  NOTE,
  /** Somebody else has the name, or one that looks like it. */
  NAME_TAKEN(Kind.TAKEN),
  /** People would take the name for those who run the room. */
  NAME_RESERVED(Kind.TAKEN),
  /** No password of this member, or no such member. */
  WRONG_PASSWORD(Kind.FORBIDDEN),
  /** Too short or too long for a password. */
  PASSWORD_LENGTH,
  /** Typed twice, and not the same. */
  PASSWORDS_DIFFER,
  /** No passkey of a member, or not one that is good any more. */
  WRONG_PASSKEY(Kind.FORBIDDEN),
  /** What was begun with a passkey took too long, was done already, or by another browser. */
  PASSKEY_OVER(Kind.OVER),
  /** What a device made is no passkey for this room. */
  PASSKEY_INVALID,
  /** The passkey is there already. */
  PASSKEY_KNOWN(Kind.TAKEN),
  /** The member has as many passkeys as a member may have. */
  TOO_MANY_PASSKEYS(Kind.TAKEN),
  /** Not a name for a passkey. */
  PASSKEY_NAME,
  /** Passkeys are bound to a domain with HTTPS, and the room has none. */
  PASSKEYS_OFF(Kind.FORBIDDEN),
  /** Without this, only the app is left to sign in with, and nobody has said that this is meant. */
  LAST_WAY_IN(Kind.FORBIDDEN),
  /** The sign-in is too long ago for this. */
  SIGN_IN_AGAIN(Kind.FORBIDDEN),
  /** Again and again in too short a time. */
  TOO_OFTEN(Kind.TOO_OFTEN),
  /** All uses of the invite are spent. */
  INVITE_SPENT(Kind.OVER),
  /** The invite's time is over. */
  INVITE_EXPIRED(Kind.OVER),
  /** The invite was revoked, or whoever made it may no longer invite. */
  INVITE_REVOKED(Kind.OVER),
  /** Too few or too many uses for an invite. */
  INVITE_USES,
  /** The label of an invite is too long, or no line. */
  INVITE_LABEL,
  /** An invite would expire in the past. */
  INVITE_EXPIRY,
  /** The room or oneself is to be blocked. */
  BLOCK_SELF,
  /** The reason for a block is too long. */
  BLOCK_REASON,
  /** A block would end in the past. */
  BLOCK_END,
  /** The room or oneself is to be reported. */
  REPORT_SELF,
  /** The words of a report are too long. */
  REPORT_TEXT,
  /** A report of the same member about the same one waits. */
  REPORTED_ALREADY(Kind.TAKEN),
  /** As many reports of a member wait as may wait. */
  TOO_MANY_REPORTS(Kind.TAKEN),
  /** Something came of the report already. */
  REPORT_CLOSED(Kind.OVER),
  /** What should be the last day of something is none. */
  NO_DAY,
  /** What should be a language tag is none. */
  LANGUAGE_TAG,
  /** A notice is too long. */
  NOTICE_LENGTH,
  /** A notice is such that to make a page of it takes too long. */
  NOTICE_COMPLEX,
  /** Somebody else has written the notice since it was looked at. */
  NOTICE_CHANGED(Kind.TAKEN),
  /** Not a value of a setting. */
  SETTING,
  /** Not a name for an app. */
  APP_NAME,
  /** An app that runs on nothing. */
  APP_PLATFORMS,
  /** Not a homepage. */
  APP_HOMEPAGE,
  /** Not a link that opens an invite in a browser. */
  APP_BROWSER_LINK,
  /** Not what Android calls an app. */
  APP_ANDROID_PACKAGE,
  /** Not a link of the shop that it should be of. */
  APP_STORE,
  /** No picture, or not one of a kind that is taken. */
  PICTURE_KIND,
  /** A picture that moves. */
  PICTURE_MOVES,
  /** A picture that is too large, too small or too narrow, in pixels. */
  PICTURE_SIZE,
  /** A picture that cannot be read. */
  PICTURE_BROKEN,
  /** There are as many apps as there may be. */
  TOO_MANY_APPS(Kind.TAKEN);

  /** The kind of a reason, whatever it is about. */
  public enum Kind {
    /** A value that is not what it must be. */
    INVALID,
    /** What was asked for is not there. */
    UNKNOWN,
    /** It was there, and its time is over. */
    OVER,
    /** Not for whoever asks. */
    FORBIDDEN,
    /** Somebody has it, or somebody has enough. */
    TAKEN,
    /** Too often in a short time. */
    TOO_OFTEN
  }

  private final Kind kind;

  Refusal() {
    this(Kind.INVALID);
  }

  Refusal(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether something was looked for that is not there, as by somebody who guesses. */
  public boolean isMiss() {
    return kind == Kind.UNKNOWN;
  }
}

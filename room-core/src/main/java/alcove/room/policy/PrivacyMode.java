package alcove.room.policy;

import alcove.identity.Word;

/** The mode that says whom a room is for. */
public enum PrivacyMode implements Word {
  /** Everybody who is not blocked may use it. */
  OPEN,
  /** Everybody may connect, members may use it, and members invite. */
  COMMUNITY,
  /** Only members may connect, and moderators invite. */
  RESTRICTED
}

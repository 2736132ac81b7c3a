package alcove.room;

/** Whom a room is for. */
public enum PrivacyMode {
  /** Everybody who is not blocked may use it. */
  OPEN,
  /** Everybody may connect, members may use it, and members invite. */
  COMMUNITY,
  /** Only members may connect, and moderators invite. */
  RESTRICTED
}

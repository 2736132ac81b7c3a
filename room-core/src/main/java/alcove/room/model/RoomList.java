package alcove.room.model;

import alcove.identity.Word;

/** A list that admins can take along as a file. */
public enum RoomList implements Word {
  /** Who is a member. */
  MEMBERS,
  /** Invites, without what is secret of them. */
  INVITES,
  /** Aliases. */
  ALIASES,
  /** Who is kept out. */
  BLOCKED,
  /** Who changed what. */
  AUDIT
}

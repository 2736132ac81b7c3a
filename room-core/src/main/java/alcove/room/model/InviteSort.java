package alcove.room.model;

import alcove.identity.Word;

/** An order of a list of invites. */
public enum InviteSort implements Word {
  /** What was made last, first. */
  NEWEST,
  /** What was made first, first. */
  OLDEST,
  /** By label; those without, last. */
  LABEL,
  /** What ends first, first; what has no end, last. */
  END
}

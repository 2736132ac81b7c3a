package alcove.room.model;

import alcove.identity.Word;

/** The order in which members are listed. */
public enum MemberSort implements Word {
  /** Who came last, first. */
  NEWEST,
  /** Who came first, first. */
  OLDEST,
  /** Admins, moderators, members; each from the oldest on. */
  ROLE,
  /** By the name that they gave themselves, else by their first alias; who has neither, last. */
  NAME,
  /** By their first alias; who has none, last. */
  ALIAS,
  /** Who was here last, first; of whom that is not known, last. */
  SEEN
}

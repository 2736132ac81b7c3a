package alcove.room.model;

import alcove.identity.Word;
import java.util.Optional;

/** In which order members are listed. */
public enum MemberSort implements Word {
  /** Who came last, first. */
  NEWEST,
  /** Who came first, first. */
  OLDEST,
  /** Admins, moderators, members; each from the oldest on. */
  ROLE,
  /** By their first alias; who has none, last. */
  ALIAS;

  /** The order that a link or form names, such as {@code newest}. */
  public static Optional<MemberSort> named(String word) {
    return Word.named(MemberSort.class, word);
  }
}

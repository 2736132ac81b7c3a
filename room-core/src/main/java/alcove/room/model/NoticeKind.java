package alcove.room.model;

import alcove.identity.Word;
import java.util.Optional;

/** What a notice is about. */
public enum NoticeKind implements Word {
  /** What the room is. */
  DESCRIPTION,
  /** What is new. */
  NEWS,
  /** How people behave here. */
  CODE_OF_CONDUCT,
  /** What is kept of whom. */
  PRIVACY_POLICY;

  /** The kind that a person names, such as {@code code-of-conduct}. */
  public static Optional<NoticeKind> named(String word) {
    return Word.named(NoticeKind.class, word);
  }
}

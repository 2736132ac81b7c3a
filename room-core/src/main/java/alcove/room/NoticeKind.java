package alcove.room;

import java.util.Locale;
import java.util.Optional;

/** What a notice is about. */
public enum NoticeKind {
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
    for (NoticeKind kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The name in lower case with hyphens, as commands, pages and the database write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

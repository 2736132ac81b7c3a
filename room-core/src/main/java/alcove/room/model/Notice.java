package alcove.room.model;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A text of the room for its visitors; one for each kind and language.
 *
 * @param language a language tag, such as {@code en} or {@code de-CH}
 * @param content Markdown
 */
public record Notice(
    NoticeKind kind, String language, String title, String content, Instant changed) {
  /** The longest title, in characters. */
  public static final int LONGEST_TITLE = 200;

  /** The longest content, in characters. */
  public static final int LONGEST_CONTENT = 65_536;

  private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8}){0,3}");

  /** What it has until somebody writes it anew. */
  public String version() {
    return changed.toString();
  }

  /** Whether {@code text} has the form of a language tag. */
  public static boolean isLanguage(String text) {
    return LANGUAGE.matcher(text).matches();
  }

  static void requireLanguage(String language) throws RefusedException {
    if (!isLanguage(language)) {
      throw new RefusedException(
          Refusal.LANGUAGE_TAG,
          "a language is a tag such as en or de-CH, not \"" + language + "\"");
    }
  }

  /** Fails unless it can be kept. */
  public void require() throws RefusedException {
    requireLanguage(language);
    if (hasNul(title) || hasNul(content)) {
      throw new RefusedException(Refusal.MALFORMED, "a notice has no NUL in it");
    }
    if (title.length() > LONGEST_TITLE || content.length() > LONGEST_CONTENT) {
      throw new RefusedException(
          Refusal.NOTICE_LENGTH,
          "a notice has at most %s characters in its title and %s in its text"
              .formatted(LONGEST_TITLE, LONGEST_CONTENT),
          LONGEST_TITLE,
          LONGEST_CONTENT);
    }
  }

  /** Whether U+0000 is in a text: no page sends that, and PostgreSQL keeps none. */
  public static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }
}

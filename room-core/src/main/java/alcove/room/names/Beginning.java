package alcove.room.names;

/** The beginning of a text, for where all of it is too long. */
public final class Beginning {
  private Beginning() {}

  /**
   * As much of a text as has at most {@code longest} characters. One that UTF-16 writes as two is
   * not cut in half: that would be no text, which PostgreSQL and UTF-8 cannot keep.
   */
  public static String of(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end);
  }
}

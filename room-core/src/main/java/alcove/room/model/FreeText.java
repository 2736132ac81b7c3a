package alcove.room.model;

/** What people write as they like, in more than one line. */
public final class FreeText {
  private FreeText() {}

  /** Whether U+0000 is in it: no page sends that, and PostgreSQL keeps none. */
  public static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }
}

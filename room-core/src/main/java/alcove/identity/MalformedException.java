package alcove.identity;

/**
 * A text that a peer or a person gave us is not of the form it should have. It has no stack trace.
 */
public final class MalformedException extends Exception {
  private static final int SHOWN = 40;

  /**
   * Says what was given, in printable and shortened form, and what it should have been.
   *
   * @param expected a noun phrase such as {@code a feed id "@BASE64.ed25519"}
   */
  public MalformedException(String value, String expected) {
    this("\"" + shorten(value) + "\" is not " + expected);
  }

  /** For texts that must not be shown, such as those that hold a secret. */
  public MalformedException(String message) {
    super(message, null, false, false);
  }

  private static String shorten(String value) {
    var shown = new StringBuilder();
    value.codePoints().limit(SHOWN).forEach(c -> shown.appendCodePoint(printable(c)));
    return value.codePointCount(0, value.length()) > SHOWN ? shown + "..." : shown.toString();
  }

  private static int printable(int codePoint) {
    return codePoint >= ' ' && codePoint < 0x7f ? codePoint : '?';
  }
}

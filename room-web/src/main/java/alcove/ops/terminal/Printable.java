package alcove.ops.terminal;

/**
 * Text that others wrote, made fit for a terminal: no control characters, by which it could move
 * the cursor or pretend to be something else.
 */
public final class Printable {
  private static final String CONTROLS_AND_BIDI =
      "[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]";
  private static final String CONTROLS_BUT_LINES =
      "[\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069&&[^\\n\\t]]";

  private Printable() {}

  /** On one line. */
  public static String line(String text) {
    return text.replaceAll(CONTROLS_AND_BIDI, " ");
  }

  /** With its lines and tabs. */
  public static String text(String text) {
    return text.replaceAll(CONTROLS_BUT_LINES, "");
  }
}

package alcove.ops.terminal;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.text.Bidi;

/** The columns that a text takes on a terminal, whatever its letters. */
public final class TextWidth {
  /** Ends the reach of a text that runs from right to left, and takes no column. */
  private static final String LEFT_TO_RIGHT_MARK = "\u200e";

  private static final int FIRST_BEYOND_ASCII = 0x80;

  private TextWidth() {}

  /** How many: none for what is drawn over the letter before, two for Chinese and emoji. */
  public static int of(String text) {
    return text.codePoints().map(TextWidth::columns).sum();
  }

  /** The text, or as much of its beginning as fits into so many columns, with an ellipsis. */
  public static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    var kept = new StringBuilder();
    int taken = 1;
    for (int point : text.codePoints().toArray()) {
      taken += columns(point);
      if (taken > columns) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return kept.append('\u2026').toString();
  }

  private static int columns(int point) {
    if (point < FIRST_BEYOND_ASCII) {
      return 1;
    }
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default ->
          switch (UCharacter.getIntPropertyValue(point, UProperty.EAST_ASIAN_WIDTH)) {
            case UCharacter.EastAsianWidth.WIDE, UCharacter.EastAsianWidth.FULLWIDTH -> 2;
            default -> 1;
          };
    };
  }

  /** The text, filled up to so many columns; what stands behind it stays where it is. */
  public static String pad(String text, int columns) {
    boolean turns = Bidi.requiresBidi(text.toCharArray(), 0, text.length());
    return (turns ? text + LEFT_TO_RIGHT_MARK : text) + " ".repeat(Math.max(0, columns - of(text)));
  }
}

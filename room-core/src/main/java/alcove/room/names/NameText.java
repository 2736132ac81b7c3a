package alcove.room.names;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for what people call themselves and each other: a line that a page can show in any
 * place without changing what stands around it.
 */
public final class NameText {
  /** The most characters, in code points. */
  public static final int LONGEST = 64;

  /** The most marks on a letter: more of them cover the lines above and below. */
  private static final int MOST_MARKS = 4;

  /** What joins emoji and letters, or says how they look, and is not to be seen by itself. */
  private static final String JOINING = "\u200c\u200d\ufe0e\ufe0f";

  private static final int EMPTY_BRAILLE = 0x2800;
  private static final Pattern BLANKS = Pattern.compile("\\p{Zs}+");

  private NameText() {}

  /** The form in which a name is kept; empty if it cannot be one. */
  public static Optional<String> kept(String text) {
    if (text.length() > 8 * LONGEST) {
      return Optional.empty();
    }
    String line = BLANKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll(" ");
    return Optional.of(line.strip()).filter(NameText::isOne);
  }

  private static boolean isOne(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST
        && !name.startsWith("@")
        && name.codePoints().allMatch(NameText::isAllowed)
        && name.codePoints().anyMatch(NameText::isSeen)
        && !hasPile(name);
  }

  private static boolean isAllowed(int character) {
    return JOINING.indexOf(character) >= 0
        || switch (Character.getType(character)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> !isIgnorable(character);
        };
  }

  static boolean isIgnorable(int character) {
    return UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
  }

  private static boolean isSeen(int character) {
    return character != ' '
        && character != EMPTY_BRAILLE
        && !isMark(character)
        && JOINING.indexOf(character) < 0;
  }

  private static boolean isMark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static boolean hasPile(String name) {
    int marks = 0;
    for (int character : name.codePoints().toArray()) {
      marks = isMark(character) ? marks + 1 : 0;
      if (marks > MOST_MARKS) {
        return true;
      }
    }
    return false;
  }
}

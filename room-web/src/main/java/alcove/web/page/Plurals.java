package alcove.web.page;

import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.text.PluralRules;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The plural forms of a text, {@code {0, plural, =0 {nobody} one {# person} other {# people}}}:
 * which of them a number takes is what CLDR says of the language. The rest of the text, with the
 * numbers in it, is left to {@link java.text.MessageFormat}. Nothing of ICU is loaded before a text
 * with plural forms is said.
 *
 * @see <a href="https://unicode-org.github.io/icu/userguide/format_parse/messages/">ICU, Formatting
 *     Messages</a>
 */
final class Plurals {
  private static final Pattern BEGIN = Pattern.compile("\\{\\s*\\d+\\s*,\\s*plural\\s*,");

  /** Longer ones could nest so deeply that reading them exhausts the stack. */
  private static final int LONGEST = 5_000;

  private final MessagePattern parts;
  private final PluralRules rules;
  private final Object[] values;
  private final StringBuilder flat = new StringBuilder();

  private Plurals(MessagePattern parts, Locale locale, Object... values) {
    this.parts = parts;
    this.rules = PluralRules.forLocale(locale);
    this.values = values;
  }

  /** Whether a text has any. */
  static boolean areIn(String text) {
    return text.contains("plural") && BEGIN.matcher(text).find();
  }

  /**
   * The text with the forms that these values take, and none else.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  static String choose(String text, Locale locale, Object... values) {
    Plurals plurals = new Plurals(parse(text), locale, values);
    plurals.message(0, "#");
    return plurals.flat.toString();
  }

  /**
   * The number of values for which a text has places.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  static int places(String text) {
    MessagePattern parts = parse(text);
    int places = 0;
    for (int i = 0; i < parts.countParts(); i++) {
      Part part = parts.getPart(i);
      switch (part.getType()) {
        case ARG_NUMBER -> places = Math.max(places, part.getValue() + 1);
        case ARG_NAME -> throw new IllegalArgumentException("values have numbers, not names");
        case ARG_START -> {
          if (part.getArgType() == ArgType.SELECT || part.getArgType() == ArgType.SELECTORDINAL) {
            throw new IllegalArgumentException(part.getArgType() + ": only plural is known here");
          }
          if (part.getArgType() == ArgType.PLURAL && parts.getPluralOffset(i + 2) != 0) {
            throw new IllegalArgumentException("plural forms have no offset here");
          }
        }
        default -> {}
      }
    }
    return places;
  }

  private static MessagePattern parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a text of %s characters (at most %s)".formatted(text.length(), LONGEST));
    }
    try {
      return new MessagePattern(text);
    } catch (IndexOutOfBoundsException tooLarge) {
      throw new IllegalArgumentException("a number is too large in " + text, tooLarge);
    }
  }

  /** Appends one message, in which a number sign stands for {@code number}. */
  private void message(int start, String number) {
    int end = parts.getLimitPartIndex(start);
    int taken = parts.getPart(start).getLimit();
    for (int i = start + 1; i < end; i++) {
      Part part = parts.getPart(i);
      if (part.getType() == Part.Type.REPLACE_NUMBER) {
        literal(taken, part.getIndex());
        flat.append(number);
        taken = part.getLimit();
      } else if (part.getType() == Part.Type.ARG_START) {
        if (part.getArgType() == ArgType.PLURAL) {
          literal(taken, part.getIndex());
          int argument = parts.getPart(i + 1).getValue();
          message(form(i + 2, value(argument)), "{" + argument + "}");
          taken = parts.getPart(parts.getLimitPartIndex(i)).getLimit();
        }
        i = parts.getLimitPartIndex(i);
      }
    }
    literal(taken, parts.getPart(end).getIndex());
  }

  private void literal(int begin, int end) {
    flat.append(parts.getPatternString(), begin, end);
  }

  /** What is no number takes the form "other". */
  private double value(int argument) {
    try {
      return argument < values.length
          ? Double.parseDouble(String.valueOf(values[argument]))
          : Double.NaN;
    } catch (NumberFormatException word) {
      return Double.NaN;
    }
  }

  /** The part with which the message begins that a value takes: one for just it, or its form. */
  private int form(int first, double value) {
    String keyword = rules.select(value);
    int other = -1;
    int named = -1;
    for (int i = first; parts.getPartType(i) == Part.Type.ARG_SELECTOR; ) {
      Part selector = parts.getPart(i++);
      if (parts.getPartType(i).hasNumericValue()) {
        if (parts.getNumericValue(parts.getPart(i++)) == value) {
          return i;
        }
      } else if (parts.partSubstringMatches(selector, keyword)) {
        named = i;
      } else if (parts.partSubstringMatches(selector, PluralRules.KEYWORD_OTHER)) {
        other = i;
      }
      i = parts.getLimitPartIndex(i) + 1;
    }
    return named >= 0 ? named : other;
  }
}

package alcove.web.image;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.TextAttribute;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.AttributedString;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The letters of cards: Noto Sans, also for Arabic and Hebrew, which come with the program. What
 * none of them has, such as emoji, is left out. Immutable.
 */
final class CardFonts {
  private static final String PROPERTY = "sun.awt.fontconfig";

  private final List<Font> fonts;

  CardFonts() throws IOException, FontFormatException {
    beWithoutFontconfig();
    fonts = List.of(load("NotoSans"), load("NotoSansArabic"), load("NotoSansHebrew"));
  }

  /**
   * Has Java look for no fonts of the system, which may have neither these nor the library that
   * finds them: all of its own names lead to one of ours.
   */
  private static void beWithoutFontconfig() throws IOException {
    if (System.getProperty(PROPERTY) == null) {
      Path folder = Files.createTempDirectory("alcove-fonts");
      Path font = folder.resolve("font.ttf");
      Path names = folder.resolve("fontconfig.properties");
      folder.toFile().deleteOnExit();
      font.toFile().deleteOnExit();
      names.toFile().deleteOnExit();
      try (InputStream ours = open("NotoSans")) {
        Files.copy(ours, font);
      }
      Files.writeString(names, names(font), StandardCharsets.ISO_8859_1);
      System.setProperty(PROPERTY, names.toString());
    }
  }

  private static String names(Path font) {
    StringBuilder names = new StringBuilder("version=1\nsequence.allfonts=latin-1\n");
    for (String family : List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput")) {
      for (String style : List.of("plain", "bold", "italic", "bolditalic")) {
        names.append(family).append('.').append(style).append(".latin-1=Ours\n");
      }
    }
    return names.append("filename.Ours=").append(font).append('\n').toString();
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        CardFonts.class.getResourceAsStream("/alcove/web/fonts/" + name + "-Bold.ttf"));
  }

  private static Font load(String name) throws IOException, FontFormatException {
    try (InputStream file = open(name)) {
      return Font.createFont(Font.TRUETYPE_FONT, file);
    }
  }

  /** What can be written of a text, in one line; may be empty. */
  String writable(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .map(point -> Character.isWhitespace(point) ? ' ' : point)
        .filter(point -> point == ' ' || fontFor(point).isPresent())
        .filter(point -> Character.getType(point) != Character.FORMAT)
        .forEach(kept::appendCodePoint);
    return kept.toString().replaceAll(" +", " ").strip();
  }

  private Optional<Font> fontFor(int point) {
    return fonts.stream().filter(font -> font.canDisplay(point)).findFirst();
  }

  /** A writable text with the fonts of its letters, in its own direction. */
  AttributedString set(String text, float size) {
    AttributedString set = new AttributedString(text);
    int place = 0;
    while (place < text.length()) {
      int point = text.codePointAt(place);
      int end = place + Character.charCount(point);
      Font font = fontFor(point).orElse(fonts.getFirst());
      set.addAttribute(TextAttribute.FONT, font.deriveFont(size), place, end);
      place = end;
    }
    set.addAttribute(
        TextAttribute.RUN_DIRECTION,
        isRightToLeft(text) ? TextAttribute.RUN_DIRECTION_RTL : TextAttribute.RUN_DIRECTION_LTR);
    return set;
  }

  /** Whether the first letter that has a direction goes to the left. */
  static boolean isRightToLeft(String text) {
    return text
        .codePoints()
        .map(Character::getDirectionality)
        .filter(
            direction ->
                direction == Character.DIRECTIONALITY_LEFT_TO_RIGHT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC)
        .findFirst()
        .stream()
        .anyMatch(direction -> direction != Character.DIRECTIONALITY_LEFT_TO_RIGHT);
  }
}

package alcove.app;

import java.util.Locale;
import java.util.stream.Collectors;

/** The writer of a manual page, in the macros that man, mandoc and groff share. */
final class Roff {
  /** What readers of the source have on a line. */
  private static final int WIDTH = 78;

  private final StringBuilder page = new StringBuilder();

  /** Whether the next paragraph follows a heading, which makes room by itself. */
  private boolean isUnderHeading;

  /**
   * Begins a page.
   *
   * @param day as {@code 2026-11-29}
   */
  Roff(String name, int section, String day, String version) {
    line(
        ".TH %s %s %s \"%s\" \"Alcove's manual\""
            .formatted(escaped(name.toUpperCase(Locale.ROOT)), section, day, version));
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  Roff section(String title) {
    line(".SH " + title);
    isUnderHeading = true;
    return this;
  }

  Roff subsection(String title) {
    line(".SS \"" + escaped(title) + "\"");
    isUnderHeading = true;
    return this;
  }

  /** The line by which indexes of pages know this one. */
  Roff name(String name, String summary) {
    section("NAME");
    line(escaped(name) + " \\- " + escaped(summary));
    return this;
  }

  Roff paragraph(String text) {
    begin();
    words(text);
    return this;
  }

  /** A line of a call, whose first words are the command's own. */
  Roff call(String command, String rest) {
    begin();
    line(".B " + escaped(command));
    words(rest);
    return this;
  }

  /** A word, and what it means. */
  Roff entry(String word, String meaning) {
    line(".TP");
    line(".B " + escaped(word));
    words(meaning);
    isUnderHeading = false;
    return this;
  }

  Roff entry(ManualTexts.Entry entry) {
    return entry(entry.word(), entry.meaning());
  }

  /** Lines as they are typed. */
  Roff example(Iterable<String> lines) {
    begin();
    line(".RS 4");
    line(".nf");
    lines.forEach(each -> line(guarded(escaped(each))));
    line(".fi");
    line(".RE");
    return this;
  }

  private void begin() {
    if (!isUnderHeading) {
      line(".PP");
    }
    isUnderHeading = false;
  }

  /** Filled by the reader; so lines may end between any two words. */
  private void words(String text) {
    var line = new StringBuilder();
    for (var word : text.strip().split("\\s+", -1)) {
      var next = escaped(word);
      if (!line.isEmpty() && line.length() + 1 + next.length() > WIDTH) {
        line(guarded(line.toString()));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(next);
    }
    if (!line.isEmpty()) {
      line(guarded(line.toString()));
    }
  }

  /** A line that is no request, whatever it begins with. */
  private static String guarded(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  /** Text of which no character means anything to roff, nor becomes a prettier one. */
  private static String escaped(String text) {
    return text.codePoints().mapToObj(Roff::escaped).collect(Collectors.joining());
  }

  private static String escaped(int point) {
    return switch (point) {
      case '\\' -> "\\(rs";
      case '-' -> "\\-";
      case '\'' -> "\\(aq";
      case '`' -> "\\(ga";
      case '"' -> "\\(dq";
      case '^' -> "\\(ha";
      case '~' -> "\\(ti";
      case '\n', '\r' -> " ";
      default ->
          point < 0x80 ? Character.toString(point) : String.format(Locale.ROOT, "\\[u%04X]", point);
    };
  }

  @Override
  public String toString() {
    return page.toString();
  }
}

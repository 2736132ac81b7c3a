package alcove.web.page;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The beginning of a long text: whole paragraphs of it, lists, and what else stands by itself. */
public final class Excerpt {
  /** How much has been read when the next end of a paragraph is taken, in characters. */
  private static final int ENOUGH = 400;

  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)[^>]*>");
  private static final Set<String> EMPTY = Set.of("hr", "br");

  private Excerpt() {}

  /**
   * The beginning of what {@link Markdown} has made.
   *
   * @return empty if that is nearly all of it
   */
  public static Optional<String> ofHtml(String html) {
    Matcher tag = TAG.matcher(html);
    int depth = 0;
    int read = 0;
    int last = 0;
    while (tag.find()) {
      read += tag.start() - last;
      last = tag.end();
      if (!EMPTY.contains(tag.group(2))) {
        depth += tag.group(1).isEmpty() ? 1 : -1;
      }
      if (depth == 0 && read >= ENOUGH) {
        return Optional.of(html.substring(0, last))
            .filter(beginning -> html.length() - beginning.length() > ENOUGH);
      }
    }
    return Optional.empty();
  }

  /** The beginning of a text as it was typed; empty if that is nearly all of it. */
  public static Optional<String> ofText(String text) {
    int end = text.indexOf("\n\n", ENOUGH);
    int whole = end < 0 || end > 3 * ENOUGH ? text.indexOf(' ', ENOUGH) : end;
    return whole < 0 || text.length() - whole <= ENOUGH
        ? Optional.empty()
        : Optional.of(text.substring(0, whole) + "\u2026");
  }
}

package alcove.web.page;

import java.util.Set;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/**
 * A parser that comes before all that Markdown knows within a line: takes an opening angle for text
 * unless it may begin a link, so that nobody looks for HTML; and tells of each character that may
 * mean something.
 */
final class PlainAngles implements InlineContentParserFactory {
  private static final int LONGEST_LINK = 1000;

  private final Runnable checkpoint;

  /**
   * @param checkpoint told of each such character
   */
  PlainAngles(Runnable checkpoint) {
    this.checkpoint = checkpoint;
  }

  @Override
  public Set<Character> getTriggerCharacters() {
    return Set.of('<', '&', '`', '\\', '*', '_', '!');
  }

  @Override
  public InlineContentParser create() {
    return this::tryParse;
  }

  private ParsedInline tryParse(InlineParserState state) {
    checkpoint.run();
    Scanner scanner = state.scanner();
    if (!scanner.next('<')) {
      return ParsedInline.none();
    }
    Position after = scanner.position();
    return mayBeLink(scanner) ? ParsedInline.none() : ParsedInline.of(new Text("<"), after);
  }

  /** As in {@code <https://example.org>} and {@code <me@example.org>}. */
  private static boolean mayBeLink(Scanner scanner) {
    if (!isLetterOrDigit(scanner.peek())) {
      return false;
    }
    boolean marked = false;
    for (int i = 0; i < LONGEST_LINK; i++) {
      char c = scanner.peek();
      if (c == '>') {
        return marked;
      }
      if (c == Scanner.END || c <= ' ' || c == '<') {
        return false;
      }
      marked |= c == ':' || c == '@';
      scanner.next();
    }
    return false;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}

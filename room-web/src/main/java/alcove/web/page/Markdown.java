package alcove.web.page;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Makes HTML of the Markdown that moderators write. HTML in it is text; what is left passes a
 * second gate, which knows only what Markdown makes. Images are links, since pages load nothing
 * from elsewhere, and headings begin below those of the page. Thread-safe.
 *
 * @see <a href="https://spec.commonmark.org/">CommonMark</a>
 */
public final class Markdown {
  private static final int PAGE_HEADINGS = 2;
  private static final int LOWEST = 6;

  private static final PolicyFactory POLICY =
      new HtmlPolicyBuilder()
          .allowElements(
              "p",
              "h3",
              "h4",
              "h5",
              "h6",
              "ul",
              "ol",
              "li",
              "blockquote",
              "pre",
              "code",
              "em",
              "strong",
              "a",
              "hr",
              "br")
          .allowUrlProtocols("https", "http", "mailto", "ssb")
          .allowAttributes("href")
          .onElements("a")
          .requireRelsOnLinks("noopener", "nofollow", "ugc")
          .toFactory();

  /** Deeper quotations and lists are text: whoever renders them climbs down a stack. */
  private static final int DEEPEST = 30;

  private final Parser parser = Parser.builder().maxOpenBlockParsers(DEEPEST).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder().escapeHtml(true).percentEncodeUrls(true).build();

  /** The HTML of a text; it may go into a page as it is. */
  public String html(String text) {
    Node document = parser.parse(text);
    document.accept(new Tamer());
    return POLICY.sanitize(renderer.render(document));
  }

  /** Changes what does not suit a page. */
  private static final class Tamer extends AbstractVisitor {
    @Override
    public void visit(Heading heading) {
      heading.setLevel(Math.min(LOWEST, heading.getLevel() + PAGE_HEADINGS));
      visitChildren(heading);
    }

    @Override
    public void visit(Image image) {
      visitChildren(image);
      Link link = new Link(image.getDestination(), image.getTitle());
      for (Node child = image.getFirstChild(); child != null; child = image.getFirstChild()) {
        link.appendChild(child);
      }
      image.insertBefore(link);
      image.unlink();
    }
  }
}

package alcove.web.page;

import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.commonmark.parser.beta.LinkResult;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * The maker of HTML from the Markdown that moderators write. HTML in it is text; what is left
 * passes a second gate, which knows only what Markdown makes. Images are links, since pages load
 * nothing from elsewhere, and headings begin below those of the page. Thread-safe.
 *
 * @see <a href="https://spec.commonmark.org/">CommonMark</a>
 */
public final class Markdown {
  private static final int PAGE_HEADINGS = 2;
  private static final int LOWEST = 6;

  private static final String[] ELEMENTS = {
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
    "br"
  };

  /** All blocks but those of HTML. */
  private static final Set<Class<? extends Block>> BLOCKS =
      Set.of(
          Heading.class,
          ThematicBreak.class,
          FencedCodeBlock.class,
          IndentedCodeBlock.class,
          BlockQuote.class,
          ListBlock.class);

  /** Deeper quotations and lists are text: whoever renders them climbs down a stack. */
  private static final int DEEPEST = 30;

  private final HtmlRenderer renderer =
      HtmlRenderer.builder().escapeHtml(true).percentEncodeUrls(true).build();

  /** The HTML of a text; it may go into a page as it is. */
  public String html(String text) {
    return html(text, () -> {});
  }

  /**
   * The same, asking again and again whether to go on: at each line, each character that may mean
   * something, each link and each element. In between, the work is bounded by the text's length.
   *
   * @param checkpoint throws what this is to end with
   */
  String html(String text, Runnable checkpoint) {
    Node document = parser(checkpoint).parse(text);
    document.accept(new Tamer());
    return policy(checkpoint).sanitize(renderer.render(document));
  }

  private static Parser parser(Runnable checkpoint) {
    return Parser.builder()
        .maxOpenBlockParsers(DEEPEST)
        .enabledBlockTypes(BLOCKS)
        .customBlockParserFactory(
            (state, matched) -> {
              checkpoint.run();
              return BlockStart.none();
            })
        .customInlineContentParserFactory(new PlainAngles(checkpoint))
        .linkProcessor(
            (link, scanner, context) -> {
              checkpoint.run();
              return LinkResult.none();
            })
        .build();
  }

  private static PolicyFactory policy(Runnable checkpoint) {
    return new HtmlPolicyBuilder()
        .allowElements(
            (name, attributes) -> {
              checkpoint.run();
              return name;
            },
            ELEMENTS)
        .allowUrlProtocols("https", "http", "mailto", "ssb")
        .allowAttributes("href")
        .onElements("a")
        .requireRelsOnLinks("noopener", "nofollow", "ugc")
        .toFactory();
  }

  /** A visitor of nodes, which changes what does not suit a page. */
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

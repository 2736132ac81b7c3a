package alcove.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Any text as Markdown: HTML of the few elements that pages know, whose links are harmless. */
class MarkdownFuzzTest extends FuzzTarget {
  private static final Pattern TAG = Pattern.compile("<(/?)([^ />]*)([^>]*)>");
  private static final Pattern LINK =
      Pattern.compile(
          " href=\"(https?:|mailto:|ssb:|[^\":]*([?/#][^\"]*)?)[^\"]*\" rel=\"[a-z ]*\"|("
              + " rel=\"[a-z ]*\")?",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> ELEMENTS =
      Set.of(
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
          "br");

  private final Markdown markdown = new Markdown();

  @Override
  protected long mostAllocated(int length) {
    return (16L << 20) + (16L << 10) * length;
  }

  @Override
  protected void test(byte[] input) {
    String text = new String(input, UTF_8);
    // With a comment in between, two braces are no beginning of a template.
    String html = markdown.html(text).replace("<!-- -->", "");
    Matcher tag = TAG.matcher(html);
    int open = 0;
    while (tag.find()) {
      assertThat(tag.group(2)).isIn(ELEMENTS);
      assertThat(tag.group(3).replaceAll("/$", "").stripTrailing()).matches(LINK);
      open += tag.group(1).isEmpty() ? 1 : 0;
    }
    assertThat(html.chars().filter(c -> c == '<').count()).isGreaterThanOrEqualTo(open);
    assertThat(html.replaceAll(TAG.pattern(), "")).doesNotContain("<");
    Excerpt.ofHtml(html).ifPresent(beginning -> assertThat(html).startsWith(beginning));
    Excerpt.ofText(text);
  }
}

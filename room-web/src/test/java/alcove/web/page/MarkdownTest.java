package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
  private final Markdown markdown = new Markdown();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "# Be *kind* | <h3>Be <em>kind</em></h3>",
        "###### deep | <h6>deep</h6>",
        "a **b** `c` | <p>a <strong>b</strong> <code>c</code></p>",
        "- x | <ul><li>x</li></ul>",
        "> q | <blockquote><p>q</p></blockquote>"
      })
  void text_becomesWhatItMeans(String text, String html) {
    assertThat(markdown.html(text).replace("\n", "")).isEqualTo(html);
  }

  @Test
  void link_tellsNobodyWhereItCameFrom() {
    String html = markdown.html("[out](https://example.org/?a=1&b=2)");

    assertThat(html).contains("href=\"https://example.org/?a&#61;1&amp;b&#61;2\"");
    Matcher rel = Pattern.compile(" rel=\"([^\"]*)\"").matcher(html);
    assertThat(rel.find()).isTrue();
    assertThat(rel.group(1).split(" ")).containsExactlyInAnyOrder("noopener", "nofollow", "ugc");
  }

  @Test
  void image_becomesALink() {
    assertThat(markdown.html("![a heron](https://example.org/x.png)"))
        .contains("<a href=\"https://example.org/x.png\"", ">a heron</a>")
        .doesNotContain("<img");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "![x](javascript:alert(1))",
        "<svg/onload=alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
        "<div style=position:fixed>x</div>",
        "*<b>*</b><script>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<javascript:alert(1)>",
        "`<script>`\n\n    <script>alert(1)</script>",
        "[a\"onmouseover=\"alert(1)](https://x.example/\"onmouseover=\"alert(1))"
      })
  void attack_isText(String text) {
    String html = markdown.html(text);

    assertThat(html)
        .doesNotContainPattern("(?i)<(script|img|svg|div|style|iframe|b)\\b")
        .doesNotContainPattern("(?i)<[^>]*(javascript|vbscript|data):")
        .doesNotContainPattern("(?i)<[^>]*\\son\\w+\\s*=")
        .doesNotContainPattern("(?i)<[^>]*\\sstyle\\s*=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<https://example.org/a>| >https://example.org/a</a>",
        "<me@example.org>| >me&#64;example.org</a>",
        "1 < 2 and <b>| <p>1 &lt; 2 and &lt;b&gt;</p>",
        "<div>*x*| <p>&lt;div&gt;<em>x</em></p>"
      })
  void angles_beginLinksAndNothingElse(String text, String html) {
    assertThat(markdown.html(text)).contains(html);
  }

  /** Each of these takes time that grows with the square of its length, or once did. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a ",
        "<a:",
        "<a b='",
        "<!--",
        "<?",
        "[x]: <\n",
        "[a](",
        "[a](<b",
        "[a][",
        "[a\n",
        "[a](b)*",
        "![a](b)",
        "![![a](b)](b)",
        "*a_ ",
        "*a **a ",
        "a**b",
        "`a ``b ",
        "&a;",
        "> - ",
        "- a\n  - ",
        "***a ",
        "<a@b.c> ",
        "\\["
      })
  void text_thatTakesLong_comesToACheckpointAgainAndAgain(String pattern) {
    String text = pattern.repeat(2000);
    AtomicInteger checkpoints = new AtomicInteger();
    markdown.html(text, checkpoints::incrementAndGet);
    assertThat(checkpoints.get()).isGreaterThan(30);

    class Enough extends RuntimeException {}
    assertThatExceptionOfType(Enough.class)
        .isThrownBy(
            () ->
                markdown.html(
                    text,
                    () -> {
                      throw new Enough();
                    }));
  }

  @Test
  void deepNesting_isNoTrouble() {
    assertThat(markdown.html("> ".repeat(5_000) + "x")).contains("x");
    assertThat(markdown.html("[".repeat(20_000))).contains("[");
  }
}

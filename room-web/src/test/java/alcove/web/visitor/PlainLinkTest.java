package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainLinkTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.org/imprint, https://example.org/imprint",
    "http://example.org, http://example.org",
    "mailto:ana@example.org, mailto:ana@example.org",
    "ana.b+room@mail.example.org, mailto:ana.b+room@mail.example.org",
    "javascript:alert(1),",
    "data:text/html;x@example.org,",
    "https://me@example.org/,",
    "https:,",
    "@heron,",
    "ask Ana,",
    "'',"
  })
  void text_thatIsAnAddress_isALink(String text, @Nullable String link) {
    assertThat(PlainLink.of(text)).isEqualTo(link);
  }
}

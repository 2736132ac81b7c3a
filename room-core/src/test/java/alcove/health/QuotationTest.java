package alcove.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotationTest {
  @ParameterizedTest
  @CsvSource({
    "550 no mailbox here, 550 no mailbox here",
    "from 192.0.2.7 refused, from ADDRESS refused",
    "from [2001:db8::1] refused, from ADDRESS refused",
    "user <one@people.example> unknown, user ... unknown",
    "token abcdefghijklmnopqrstuvwxyz0123 is gone, token ... is gone"
  })
  void words_haveNoAddressesAndSecrets(String words, String quoted) {
    assertThat(Quotation.of(words)).isEqualTo(quoted);
  }

  @Test
  void words_areOneShortLine() {
    assertThat(Quotation.of("a\r\nb\u001b[31m\u2028c\u202e")).isEqualTo("a b [31m c");
    assertThat(Quotation.of("x ".repeat(1_000_000))).hasSizeLessThanOrEqualTo(300);
  }
}

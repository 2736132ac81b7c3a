package alcove.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SsbUriTest {
  @ParameterizedTest
  @ValueSource(strings = {"ssb:experimental?", "ssb://experimental?", "SSB://Experimental?"})
  void parse_anySpelling_readsTheParameters(String prefix) throws Exception {
    var uri =
        SsbUri.parse(
            prefix
                + "sid=a%2Bb&action=start-http-auth&address=net%3Ah%3A1~shs%3aK%3D&x=%E2%82%AC&y=a+b%20=");
    assertThat(uri.action()).isEqualTo("start-http-auth");
    assertThat(uri.parameters())
        .containsExactly(
            Map.entry("action", "start-http-auth"),
            Map.entry("address", "net:h:1~shs:K="),
            Map.entry("sid", "a+b"),
            Map.entry("x", "\u20ac"),
            Map.entry("y", "a+b ="));
    assertThat(uri.parameter("sid")).hasValue("a+b");
    assertThat(uri.parameter("none")).isEmpty();
  }

  @Test
  void toString_anyParameters_isSortedAndEncoded() throws Exception {
    var uri =
        SsbUri.of(
            "claim-http-invite",
            Map.of("postTo", "https://room.example/i?a=b&c", "invite", "x+/= ~\u20ac", "a", ""));
    assertThat(uri)
        .hasToString(
            "ssb:experimental?a=&action=claim-http-invite&invite=x%2B%2F%3D%20~%E2%82%AC"
                + "&postTo=https%3A%2F%2Froom.example%2Fi%3Fa%3Db%26c");
    assertThat(SsbUri.parse(uri.toString())).isEqualTo(uri).hasSameHashCodeAs(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssb:experimental",
        "ssb:experimental?",
        "ssb:experimental?action",
        "ssb:experimental?sid=1",
        "ssb:experimental?=1&action=a",
        "ssb:experimental?action=a&",
        "ssb:experimental?action=a&action=b",
        "ssb:experimental?action=a&%61ction=b",
        "ssb:experimental?action=a#b",
        "ssb:experimental?action=a b",
        "ssb:experimental?action=\u00fc",
        "ssb:experimental?action=%",
        "ssb:experimental?action=%2",
        "ssb:experimental?action=%zz",
        "ssb:experimental?action=%-1",
        "ssb:experimental?action=%ff",
        "ssb:experimental?action=%c0%80",
        "ssb:experimental?action=%ed%a0%80",
        "ssb:experimental?action=a b",
        "ssb:experimental?action=\u20ac",
        "ssb:message/sha256?action=a",
        "https://experimental?action=a"
      })
  void parse_anythingElse_isMalformed(String text) {
    assertThatThrownBy(() -> SsbUri.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void parse_tooLong_isMalformed() {
    assertThatThrownBy(() -> SsbUri.parse("ssb:experimental?action=" + "a".repeat(5000)))
        .hasMessageEndingWith("of at most 4096 characters");
  }

  @Test
  void of_actionAsParameter_isABug() {
    assertThatIllegalArgumentException().isThrownBy(() -> SsbUri.of("a", Map.of("action", "b")));
  }
}

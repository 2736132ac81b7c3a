package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses for mail are taken at the start: those that mail can be sent to. */
class AlertSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a..b@people.example",
        ".a@people.example",
        "a.@people.example",
        "a@people..example",
        "a@people.example.",
        "a@-",
        "a@",
        "@people.example",
        "a b@people.example",
        "A <a@people.example>",
        "a@people.example\r\nBcc: b@people.example",
        ""
      })
  void address_thatTheMailLibraryRefuses_isRefusedAtTheStart(String text) {
    assertThat(AlertSettings.MAIL.parser().read(text)).isEmpty();
    assertThat(AlertSettings.FROM.parser().read(text)).isEmpty();
  }

  @Test
  void addresses_areTakenOnceEach() {
    var read =
        AlertSettings.MAIL.parser().read("a+b@people.example, c@localhost,a+b@people.example");
    assertThat(read.map(Object::toString)).hasValue("[a+b@people.example, c@localhost]");
  }
}

package alcove.ops.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether somebody looks, and what they see. */
class ScreenTest {
  @ParameterizedTest
  @CsvSource({
    "true,  xterm, '', '', true",
    "true,  dumb,  '', '', false",
    "true,  '',    '', '', false",
    "false, xterm, '', '', false",
    "true,  xterm, 1,  '', false",
    "false, xterm, '', 1,  true",
    "false, xterm, '', 0,  false",
    "false, xterm, 1,  1,  false",
  })
  void colours_followTheConventions(
      boolean isTerminal, String term, String unwanted, String forced, boolean colours) {
    Map<String, String> environment =
        new HashMap<>(Map.of("TERM", term, "NO_COLOR", unwanted, "CLICOLOR_FORCE", forced));

    assertThat(Screen.of(environment, isTerminal).colours()).isEqualTo(colours);
  }

  @ParameterizedTest
  @CsvSource({"80,80", "'',0", "0,0", "19,0", "many,0", "-5,0", "99999999999,0", "99999,0"})
  void columns_areThoseOfATerminal(String text, int columns) {
    assertThat(Screen.of(Map.of("COLUMNS", text), true).columns()).isEqualTo(columns);
    assertThat(Screen.of(Map.of("COLUMNS", text), false).columns()).isZero();
  }

  @Test
  void cut_keepsWholeLettersAndTheWidth() {
    assertThat(TextWidth.cut("short", 5)).isEqualTo("short");
    assertThat(TextWidth.cut("longer", 5)).isEqualTo("long\u2026");
    assertThat(TextWidth.cut("\u5c0f\u6797\u3055\u3093", 6)).isEqualTo("\u5c0f\u6797\u2026");
    assertThat(TextWidth.cut("\ud83d\ude42\ud83d\ude42\ud83d\ude42", 5))
        .isEqualTo("\ud83d\ude42\ud83d\ude42\u2026");
    assertThat(TextWidth.cut("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301\u2026");
  }
}

package alcove.ops.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.ops.terminal.Screen;
import alcove.ops.terminal.TextWidth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables on screens of any width. */
class ListingTest {
  private record Row(String id, String words) {}

  private static final Listing<Row> LISTING =
      Listing.<Row>create()
          .exact("id", Row::id)
          .text("words", Row::words)
          .optional("nothing", _ -> Optional.empty())
          .text("more", Row::words);
  private static final List<Row> ROWS =
      List.of(
          new Row("@0123456789", "some words that are long"),
          new Row("@9876543210", "\u5c0f\u6797\u3055\u3093 \u5c0f\u6797\u3055\u3093"));

  private static List<String> table(Screen screen) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LISTING.printTable(ROWS, new PrintStream(out, true, UTF_8), screen);
    return out.toString(UTF_8).lines().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {36, 40, 47, 60, 63, 64})
  void table_fitsTheScreen_andKeepsWhatIsCopied(int columns) {
    List<String> lines = table(new Screen(columns, false));

    assertThat(lines).allMatch(line -> TextWidth.of(line) <= columns);
    assertThat(lines.get(1)).startsWith("@0123456789  some");
    assertThat(lines.get(1).contains("\u2026")).isEqualTo(columns < 63);
    assertThat(lines.getFirst().indexOf("MORE")).isEqualTo(lines.get(1).lastIndexOf("  some") + 2);
  }

  @Test
  void table_thatNobodySees_isWhole() {
    assertThat(table(Screen.PLAIN)).isEqualTo(table(new Screen(1000, false)));
    assertThat(table(Screen.PLAIN).get(1)).contains("some words that are long  ");
  }

  @Test
  void table_whichNoScreenThatNarrowCouldShow_loosesNothing() {
    assertThat(table(new Screen(20, false)).get(1))
        .isEqualTo("@0123456789  some words that are long  some words that are long");
  }

  @Test
  void header_isBold_whereThereAreColours() {
    assertThat(table(new Screen(0, true)).getFirst())
        .startsWith("\u001b[1mID")
        .endsWith("\u001b[0m");
    assertThat(String.join("", table(new Screen(0, true)).subList(1, 3))).doesNotContain("\u001b");
  }
}

package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.app.Operator.Way;
import alcove.ops.terminal.TextWidth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program in a terminal, by {@code script}, which makes one. */
class SeenTerminalTest {
  private static final String ESCAPE = "\u001b";

  @TempDir private Path folder;

  private static List<String> inTerminal(String settings, String words)
      throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var call =
        "%s exec %s -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%s' alcove.start.Start %s"
            .formatted(settings, java, System.getProperty("java.class.path"), words);
    var process =
        new ProcessBuilder("script", "-qec", call, "/dev/null").redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  @ParameterizedTest
  @EnumSource
  void list_inATerminal_fitsAndHasColours_whoeverMakesIt(Way way) throws Exception {
    var data = folder.resolve("data");
    try (var operator = Operator.of(data)) {
      operator.run("invite", "create", "--label", "a long label ".repeat(7)).lines();
      operator.by(way);
      var words = "invite list --data '%s'".formatted(data);

      var shown = inTerminal("COLUMNS=100 TERM=xterm", words);
      assertThat(shown.getFirst()).startsWith(ESCAPE + "[1mID");
      assertThat(shown.get(1)).contains("a long").endsWith("\u2026");
      assertThat(TextWidth.of(shown.get(1))).isEqualTo(100);

      assertThat(inTerminal("COLUMNS=100 TERM=xterm NO_COLOR=1", words).getFirst())
          .startsWith("ID");
      assertThat(inTerminal("COLUMNS=100 TERM=dumb", words).getFirst()).startsWith("ID");
      assertThat(inTerminal("COLUMNS=100 TERM=xterm", words + " | cat").toString())
          .doesNotContain(ESCAPE, "\u2026");
    }
  }
}

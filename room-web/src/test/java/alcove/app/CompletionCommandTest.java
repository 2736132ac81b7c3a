package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.ops.terminal.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of completion, read by a real bash. */
class CompletionCommandTest {
  private static final String COMPLETE =
      """
      # only within a completion of the shell itself
      compopt() { :; }
      . "$1"
      shift
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
      _complete_alcove alcove "${COMP_WORDS[COMP_CWORD]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir Path folder;

  @Test
  void commands_andTheirOwn_andTheirOptions_areCompleted() throws Exception {
    assertThat(completed("inv")).containsExactly("invite");
    assertThat(completed("invite", "cr")).containsExactly("create");
    assertThat(completed("invite", "create", "--us")).containsExactly("--uses");
    assertThat(completed("serve", "--ssb")).containsExactly("--ssb-port");
    assertThat(completed("backup", "ver")).containsExactly("verify");
    assertThat(completed("backup", "--wi")).containsExactly("--without-identity");
    assertThat(completed("backup", "verify", "--id")).containsExactly("--identity");
  }

  @Test
  void hiddenCommands_areLeftOut() throws Exception {
    assertThat(completed("tra")).containsExactly("");
  }

  @Test
  void anotherShell_isRefused() {
    assertThat(Main.run(terminal(new ByteArrayOutputStream()), "completion", "tcsh"))
        .isEqualTo(ExitCode.USAGE.number());
  }

  /** What bash offers for the last of these words. */
  private List<String> completed(String... words) throws IOException, InterruptedException {
    var out = new ByteArrayOutputStream();
    assertThat(Main.run(terminal(out), "completion", "bash")).isZero();
    var script = Files.write(folder.resolve("script"), out.toByteArray());
    var command = new ArrayList<>(List.of("bash", "-c", COMPLETE, "bash"));
    command.add(script.toString());
    command.add("alcove");
    command.addAll(List.of(words));
    var bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private static Terminal terminal(ByteArrayOutputStream out) {
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Terminal(stream, stream, Map.of());
  }
}

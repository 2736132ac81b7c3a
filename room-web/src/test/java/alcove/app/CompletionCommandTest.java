package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.ops.terminal.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of completion, read by the real shells. */
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

  /** Types the words at a zsh of its own, and prints what it finds for the last of them. */
  private static final String ZSH =
      """
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell 'PS1=; fpath=('${1:q}' $fpath); autoload -Uz compinit; compinit -D -u'
      zpty -w shell 'compadd() {
        if ((${@[(I)-[OAD]]})); then builtin compadd "$@"; return; fi
        local -a found
        builtin compadd -O found "$@"
        ((#found)) && print -rl -- $found >>'${1:q}/found'
        builtin compadd "$@"
      }'
      zpty -w shell 'finish() { print DO""NE; exit }; zle -N finish; bindkey "^X" finish; bindkey "^I" complete-word'
      zpty -w shell 'print REA""DY'
      zpty -r shell said '*READY*'
      zpty -w -n shell "$2"$'\\t\\x18'
      zpty -r shell said '*DONE*'
      zpty -d shell
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

  @Test
  void values_areOfferedAsTheyAreRead() throws Exception {
    assertThat(completed("member", "add", "@x", "--role", "mod")).containsExactly("moderator");
    assertThat(completed("serve", "--privacy-mode", "comm")).containsExactly("community");
  }

  @Test
  void fish_completesCommandsOptionsAndValues() throws Exception {
    assertThat(inFish("alcove memb"))
        .containsExactly("member\tAdd, remove, replace and list members.");
    assertThat(inFish("alcove backup ver")).singleElement().asString().startsWith("verify\t");
    assertThat(inFish("alcove invite create --us"))
        .containsExactly("--uses\tHow many may come by it. Default: 1.");
    assertThat(inFish("alcove notice show n")).containsExactly("news");
    assertThat(inFish("alcove member add @x --role mo"))
        .singleElement()
        .asString()
        .startsWith("moderator\t");
    assertThat(inFish("alcove help inv")).singleElement().asString().startsWith("invite\t");
    assertThat(inFish("alcove tra")).isEmpty();
    var file = Files.writeString(folder.resolve("some.backup"), "");
    assertThat(inFish("alcove restore " + folder.resolve("some"))).containsExactly(file.toString());
  }

  private List<String> inFish(String line) throws Exception {
    var script = written("fish");
    return said("fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", script, line);
  }

  @Test
  void zsh_completesCommandsOptionsAndValues() throws Exception {
    assertThat(inZsh("alcove inv")).containsExactly("invite");
    assertThat(inZsh("alcove backup ver")).containsExactly("verify");
    assertThat(inZsh("alcove invite create --us")).containsExactly("--uses");
    assertThat(inZsh("alcove notice show ")).contains("news", "code-of-conduct");
    assertThat(inZsh("alcove member add @x --role mo")).containsExactly("moderator");
    assertThat(inZsh("alcove help inv")).containsExactly("invite");
  }

  private List<String> inZsh(String line) throws Exception {
    var place = Files.createDirectories(folder.resolve("zsh"));
    Files.move(
        Path.of(written("zsh")), place.resolve("_alcove"), StandardCopyOption.REPLACE_EXISTING);
    var found = place.resolve("found");
    Files.deleteIfExists(found);
    said("zsh", "-f", "-c", ZSH, "zsh", place.toString(), line);
    return Files.exists(found) ? Files.readAllLines(found).stream().distinct().toList() : List.of();
  }

  private String written(String shell) throws IOException {
    var out = new ByteArrayOutputStream();
    assertThat(Main.run(terminal(out), "completion", shell)).isZero();
    return Files.write(folder.resolve("script"), out.toByteArray()).toString();
  }

  /** What bash offers for the last of these words. */
  private List<String> completed(String... words) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of("bash", "-c", COMPLETE, "bash", written("bash"), "alcove"));
    command.addAll(List.of(words));
    return said(command.toArray(String[]::new));
  }

  private static List<String> said(String... command) throws IOException, InterruptedException {
    var shell = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private static Terminal terminal(ByteArrayOutputStream out) {
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Terminal(stream, stream, Map.of());
  }
}

package alcove.app;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code alcove completion}: prints the script by which a shell completes this program's commands
 * and options. It is made of the commands themselves, so nothing stands twice.
 */
@Command(
    name = "completion",
    description = {
      "Print the script by which a shell completes commands and options.",
      "For this shell alone: source <(alcove completion bash)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Supplier<CommandLine> program;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  /**
   * The command of a terminal.
   *
   * @param program gives all commands
   */
  CompletionCommand(Terminal terminal, Supplier<CommandLine> program) {
    this.terminal = terminal;
    this.program = program;
  }

  /** The shells whose script there is; it is one for both, and tells them apart. */
  enum Shell {
    BASH,
    ZSH
  }

  @Override
  public Integer call() {
    var script =
        switch (shell) {
          case BASH, ZSH -> AutoComplete.bash("alcove", program.get());
        };
    terminal.out().print(script);
    terminal.out().flush();
    return 0;
  }
}

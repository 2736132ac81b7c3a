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
      "For this shell alone: source <(alcove completion bash), in fish alcove completion fish |"
          + " source"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Supplier<CommandLine> program;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
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

  /** The shells whose script there is. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Override
  public Integer call() {
    var line = program.get();
    var script =
        switch (shell) {
          case BASH -> AutoComplete.bash("alcove", CalledCommand.offeringWords(line));
          case ZSH -> ZshScript.of(CalledCommand.all(line));
          case FISH -> FishScript.of(CalledCommand.all(line));
        };
    terminal.out().print(script);
    terminal.out().flush();
    return 0;
  }
}

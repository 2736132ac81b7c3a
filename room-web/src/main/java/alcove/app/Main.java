package alcove.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code alcove.jar}. */
@Command(name = "alcove", description = "A Scuttlebutt room server.")
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(Terminal.system(), args));
  }

  static int run(Terminal terminal, String... args) {
    return new CommandLine(new Main()).addSubcommand(new VersionCommand(terminal)).execute(args);
  }
}

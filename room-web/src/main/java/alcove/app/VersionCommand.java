package alcove.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code alcove version}: prints the version and the Java that runs it. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The one that the build wrote into the jar of this class, {@code development} outside a jar. */
  static String current() {
    var version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public Integer call() {
    terminal.out().println("alcove " + current() + ", Java " + Runtime.version());
    return 0;
  }
}

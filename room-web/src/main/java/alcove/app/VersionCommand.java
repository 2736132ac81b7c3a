package alcove.app;

import alcove.ops.command.JsonLine;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alcove version}: prints the version and the Java that runs it. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

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
    if (json) {
      JsonLine.print(
          JsonNodeFactory.instance
              .objectNode()
              .put("version", current())
              .put("java", Runtime.version().toString()),
          terminal.out());
      return 0;
    }
    terminal.out().println("alcove " + current() + ", Java " + Runtime.version());
    return 0;
  }
}

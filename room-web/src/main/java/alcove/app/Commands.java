package alcove.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The program's commands by name, in the order of the help. Only the one that is called is made,
 * because making them is slow: there are dozens, with some hundred flags in all.
 */
final class Commands {
  private final Map<String, Supplier<CommandLine>> byName = new LinkedHashMap<>();

  void add(String name, Supplier<CommandLine> command) {
    byName.put(name, command);
  }

  /** Adds the command that is called; all of them, for help and for a hint, if none is. */
  void addTo(CommandLine line, List<String> arguments) {
    var called = arguments.isEmpty() ? null : byName.get(arguments.getFirst());
    if (called != null) {
      line.addSubcommand(arguments.getFirst(), called.get());
    } else {
      byName.forEach((name, command) -> line.addSubcommand(name, command.get()));
    }
  }
}

package alcove.app;

import alcove.ops.terminal.CommandException;
import java.util.List;

/** The configuration cannot be used; says everything that is wrong with it at once. */
final class ConfigException extends CommandException {
  private final List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem, in the order of the settings. */
  List<String> problems() {
    return problems;
  }
}

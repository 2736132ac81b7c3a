package alcove.app;

import alcove.ops.terminal.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** A page of the help that is about more than one command. */
enum HelpTopic {
  /** What every command takes. */
  OPTIONS("options") {
    @Override
    Stream<String> lines() {
      var settings = CommandSpec.create();
      new SettingOptions(new Terminal(System.out, System.err, Map.of()))
          .addTo(settings, RoomCommands.SETTINGS);
      settings.usageMessage().sortOptions(false);
      return Stream.concat(
          Stream.of(
              "Options of every command on a room. Each is also a variable (--data is ALCOVE_DATA)",
              "and a line in the file alcove.properties of the data directory; alcove help serve",
              "has the others.",
              ""),
          new CommandLine(settings)
              .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
              .getHelp()
              .optionList()
              .lines());
    }
  },
  /** With which codes it ends. */
  EXIT_CODES("exit-codes") {
    @Override
    Stream<String> lines() {
      return Arrays.stream(ExitCode.values())
          .map(each -> "%-5s %s".formatted(each.number(), each.meaning()));
    }
  };

  private static final int WORDS = 2;

  private final String word;

  HelpTopic(String word) {
    this.word = word;
  }

  /** What it says. */
  abstract Stream<String> lines();

  /** How they are asked for. */
  static List<String> words() {
    return Arrays.stream(values()).map(each -> each.word).toList();
  }

  /** The one that is asked for by {@code help TOPIC}. */
  static Optional<HelpTopic> in(List<String> arguments) {
    return arguments.size() == WORDS && arguments.getFirst().equals("help")
        ? Arrays.stream(values()).filter(each -> each.word.equals(arguments.get(1))).findFirst()
        : Optional.empty();
  }
}

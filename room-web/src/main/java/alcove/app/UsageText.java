package alcove.app;

import alcove.ops.terminal.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The sentence about a command line that cannot be understood, in the words of who typed it. */
final class UsageText {
  private static final Pattern BEFORE_A_VALUE =
      Pattern.compile(
          "^Invalid value for (?:option '([^']+)'|positional parameter at index \\S+"
              + " \\(([^)]+)\\)): ");
  private static final Pattern NO_NUMBER = Pattern.compile("'(.*)' is not an? (?:int|long)$");
  private static final String HELP = "help";
  private static final String NO_VALUE = "Missing required parameter for option";

  private UsageText() {}

  static String of(ParameterException e) {
    var command = e.getCommandLine().getCommandSpec();
    return switch (e) {
      case UnmatchedArgumentException unmatched when !unmatched.getUnmatched().isEmpty() ->
          unknown(unmatched.getUnmatched().getFirst(), command);
      case MissingParameterException missing -> missing(missing, command);
      case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given twice";
      default -> value(String.valueOf(e.getMessage()));
    };
  }

  private static String unknown(String word, CommandSpec command) {
    var called = command.qualifiedName();
    if (word.startsWith("-")) {
      var flag = word.split("=", 2)[0];
      return "%s has no option %s%s".formatted(called, flag, hint(flag, options(command)));
    }
    var commands = command.subcommands().keySet();
    return commands.isEmpty() || !command.positionalParameters().isEmpty()
        ? "%s is one word more than %s takes%s".formatted(word, called, hintBefore(command))
        : "%s has no command %s%s".formatted(called, word, hint(word, commandsAndHelp(command)));
  }

  private static Collection<String> commandsAndHelp(CommandSpec command) {
    List<String> names = new ArrayList<>(command.subcommands().keySet());
    if (command.parent() == null) {
      names.add(HELP);
    }
    return names;
  }

  /** What was meant for the name of a command may have been taken for something else. */
  private static String hintBefore(CommandSpec command) {
    return command.positionalParameters().stream()
        .flatMap(each -> each.stringValues().stream())
        .map(word -> hint(word, command.subcommands().keySet()))
        .collect(Collectors.joining());
  }

  private static String hint(String word, Collection<String> known) {
    return Nearest.find(word, known).map(each -> ", did you mean %s?".formatted(each)).orElse("");
  }

  private static List<String> options(CommandSpec command) {
    var names = new ArrayList<String>();
    command.options().forEach(option -> names.addAll(List.of(option.names())));
    return names;
  }

  private static String missing(MissingParameterException e, CommandSpec command) {
    var names = e.getMissing().stream().map(UsageText::name).collect(Collectors.joining(", "));
    return String.valueOf(e.getMessage()).startsWith(NO_VALUE)
        ? "%s needs a value%s".formatted(names, labels(e.getMissing()))
        : "%s needs %s".formatted(command.qualifiedName(), names);
  }

  private static String labels(List<ArgSpec> options) {
    return options.stream().map(each -> ", " + each.paramLabel()).collect(Collectors.joining());
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** What was expected comes from the converter; the library's words before it go. */
  private static String value(String message) {
    var place = BEFORE_A_VALUE.matcher(message);
    if (!place.find()) {
      return message;
    }
    var name = place.group(1) == null ? place.group(2) : place.group(1);
    var rest = message.substring(place.end());
    var number = NO_NUMBER.matcher(rest);
    return name + ": " + (number.find() ? number.group(1) + " (expected a number)" : rest);
  }
}

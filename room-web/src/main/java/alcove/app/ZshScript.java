package alcove.app;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The function by which zsh completes this program's commands, options and their values. */
final class ZshScript {
  private static final String TAIL =
      """
        esac
      }
      if [[ ${funcstack[1]} == _alcove ]]; then
        _alcove "$@"
      else
        compdef _alcove alcove
      fi
      """;

  private ZshScript() {}

  /** The script, which zsh finds in a folder of its own, or which is read by {@code source}. */
  static String of(List<CalledCommand> commands) {
    return commands.stream()
        .map(ZshScript::branch)
        .collect(Collectors.joining("", head(commands), TAIL));
  }

  private static String head(List<CalledCommand> commands) {
    return """
    #compdef alcove
    # Completion of alcove for zsh.
    _alcove() {
      local -a known commands
      local at next
      local -i place first=1
      known=(%s)
      for ((place = 2; place < CURRENT; place++)); do
        next=${at:+$at }$words[place]
        if (($known[(Ie)$next])); then
          at=$next
          first=$place
        elif ((place == 2)) && [[ $words[place] == help ]]; then
          first=2
        fi
      done
      shift $((first - 1)) words
      ((CURRENT -= first - 1))
      case $at in
    """
        .formatted(known(commands));
  }

  private static String known(List<CalledCommand> commands) {
    return commands.stream()
        .map(CalledCommand::name)
        .filter(name -> !name.isEmpty())
        .map(ZshScript::quoted)
        .collect(Collectors.joining(" "));
  }

  private static String branch(CalledCommand command) {
    var lines = new ArrayList<String>();
    lines.add("    %s)".formatted(quoted(command.name())));
    var below = command.below();
    if (!below.isEmpty()) {
      lines.add("      commands=(%s)".formatted(described(command)));
    }
    var specs = new ArrayList<String>();
    command.options().forEach(option -> specs.add(option(option)));
    var places = command.spec().positionalParameters();
    if (!below.isEmpty()) {
      var files = places.stream().anyMatch(CalledCommand::isFile) ? "; _files" : "";
      specs.add(quoted("1: :{_describe -t commands command commands%s}".formatted(files)));
    } else {
      places.forEach(each -> specs.add(place(each)));
    }
    lines.add("      _arguments -S : \\");
    lines.add(specs.stream().map(each -> "        " + each).collect(Collectors.joining(" \\\n")));
    lines.add("      ;;");
    return String.join("\n", lines) + "\n";
  }

  private static String described(CalledCommand command) {
    var own = command.below().stream().map(each -> each.words().getLast() + ":" + each.summary());
    var help =
        command.words().isEmpty()
            ? Stream.of("help:Show what a command does.")
            : Stream.<String>of();
    return Stream.concat(own, help).map(ZshScript::quoted).collect(Collectors.joining(" "));
  }

  private static String option(OptionSpec option) {
    var names = List.of(option.names());
    var what = "[" + escaped(CalledCommand.purpose(option)) + "]";
    if (option.arity().max() == 0) {
      return names.stream()
          .map(name -> quoted("(%s)%s%s".formatted(String.join(" ", names), name, what)))
          .collect(Collectors.joining(" "));
    }
    var isOptional = option.arity().min() == 0;
    return quoted(
        "%s%s%s%s%s"
            .formatted(
                option.longestName(),
                isOptional ? "=-" : "=",
                what,
                isOptional ? "::" : ":",
                value(option)));
  }

  private static String place(PositionalParamSpec parameter) {
    var many = parameter.index().isVariable();
    var start = many ? "*:" : parameter.index().min() + 1 + ":";
    return quoted(start + value(parameter));
  }

  private static String value(ArgSpec argument) {
    var label = escaped(argument.paramLabel());
    var choices = CalledCommand.choices(argument);
    if (!choices.isEmpty()) {
      return label + ":(" + String.join(" ", choices) + ")";
    }
    return label + (CalledCommand.isFile(argument) ? ":_files" : ": ");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}

package alcove.app;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The script by which fish completes this program's commands, options and their values. */
final class FishScript {
  private final StringBuilder script = new StringBuilder();

  private FishScript() {}

  /** The script for the program and all its commands. */
  static String of(List<CalledCommand> commands) {
    var made = new FishScript();
    made.script.append(
        """
        # Completion of alcove for fish.
        set -g __alcove_commands %s

        function __alcove_at --description 'Whether the words so far call this command'
            set -l words (commandline -opc)
            set -e words[1]
            set -l at
            for word in $words
                if contains -- (string join ' ' -- $at $word) $__alcove_commands
                    set -a at $word
                end
            end
            test "$at" = "$argv"
        end

        complete -c alcove -f
        complete -c alcove -n __alcove_at -a help -d 'Show what a command does.'
        complete -c alcove -n '__fish_seen_subcommand_from help' -a '%s'
        """
            .formatted(
                commands.stream()
                    .map(CalledCommand::name)
                    .filter(name -> !name.isEmpty())
                    .map(FishScript::quoted)
                    .collect(Collectors.joining(" ")),
                String.join(" ", HelpTopic.words())));
    commands.forEach(made::add);
    return made.script.toString();
  }

  private void add(CalledCommand command) {
    var at = quoted(("__alcove_at " + command.name()).strip());
    for (var each : command.below()) {
      line(at, "-a " + each.words().getLast(), each.summary());
    }
    command.options().forEach(option -> line(at, flag(option), CalledCommand.purpose(option)));
    command
        .spec()
        .positionalParameters()
        .forEach(
            each -> {
              if (CalledCommand.isFile(each) || !CalledCommand.choices(each).isEmpty()) {
                line(at, values(each), CalledCommand.purpose(each));
              }
            });
  }

  private void line(String at, String what, String purpose) {
    script.append("complete -c alcove -n %s %s".formatted(at, what));
    if (!purpose.isEmpty()) {
      script.append(" -d ").append(quoted(purpose));
    }
    script.append('\n');
  }

  private static String flag(OptionSpec option) {
    var names =
        List.of(option.names()).stream()
            .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.charAt(1))
            .collect(Collectors.joining(" "));
    // one that is optional is given behind =, and fish asks for it only there
    var needsValue = option.arity().min() > 0;
    return needsValue ? names + " -r " + values(option) : names;
  }

  private static String values(ArgSpec argument) {
    var choices = CalledCommand.choices(argument);
    if (!choices.isEmpty()) {
      return "-f -a " + quoted(String.join(" ", choices));
    }
    return CalledCommand.isFile(argument) ? "-F" : "-f";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

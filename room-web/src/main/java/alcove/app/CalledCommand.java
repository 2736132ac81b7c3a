package alcove.app;

import alcove.identity.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as it is called, for what is made of all of them: completion of shells, and manual.
 *
 * @param words behind {@code alcove}; none for the program itself
 */
record CalledCommand(List<String> words, CommandSpec spec) {
  private static final Set<String> FILES = Set.of("FILE", "DIR", "KEYFILE");
  private static final Set<String> SETTINGS =
      Setting.all().stream().map(Setting::flag).collect(Collectors.toUnmodifiableSet());

  CalledCommand {
    words = List.copyOf(words);
  }

  /** The program and all its commands that are told, each before those below it. */
  static List<CalledCommand> all(CommandLine program) {
    return new CalledCommand(List.of(), program.getCommandSpec()).withThoseBelow();
  }

  /** It, and all commands below it. */
  List<CalledCommand> withThoseBelow() {
    var all = new ArrayList<>(List.of(this));
    below().forEach(each -> all.addAll(each.withThoseBelow()));
    return all;
  }

  /** Those right below it. */
  List<CalledCommand> below() {
    return spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(each -> !each.usageMessage().hidden())
        .map(this::below)
        .toList();
  }

  private CalledCommand below(CommandSpec each) {
    var longer = new ArrayList<>(words);
    longer.add(each.name());
    return new CalledCommand(longer, each);
  }

  /** Such as {@code member add}. */
  String name() {
    return String.join(" ", words);
  }

  /** What it is for, in a sentence. */
  String summary() {
    return Arrays.stream(spec.usageMessage().description()).findFirst().orElse("");
  }

  /** The options that it tells, and the settings that it takes besides. */
  List<OptionSpec> options() {
    return spec.options().stream().filter(each -> !each.hidden() || isSetting(each)).toList();
  }

  /** Whether the option is a setting, which most commands do not tell in their help. */
  static boolean isSetting(OptionSpec option) {
    return SETTINGS.contains(option.longestName());
  }

  /** What an option or a parameter is for, in one line. */
  static String purpose(ArgSpec argument) {
    return String.join(" ", argument.description())
        .replace("${COMPLETION-CANDIDATES}", String.join(", ", choices(argument)));
  }

  /** Whether its value is the name of a file. */
  static boolean isFile(ArgSpec argument) {
    return FILES.contains(argument.paramLabel());
  }

  /** Whether a parameter has to be given where no command stands in its place. */
  boolean needs(PositionalParamSpec parameter) {
    return parameter.arity().min() > 0 || !spec.subcommands().isEmpty();
  }

  /** Its values, where they are a few words; else empty. */
  static List<String> choices(ArgSpec argument) {
    var type =
        argument.auxiliaryTypes().length == 0 ? argument.type() : argument.auxiliaryTypes()[0];
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants()).map(CalledCommand::word).toList();
    }
    return Optional.ofNullable(argument.completionCandidates())
        .map(all -> StreamSupport.stream(all.spliterator(), false).toList())
        .orElse(List.of());
  }

  /** The program with the words of its enumerations as what a shell offers for them. */
  static CommandLine offeringWords(CommandLine program) {
    for (var command : all(program)) {
      List.copyOf(command.spec().args()).stream()
          .filter(argument -> argument.arity().max() > 0 && !choices(argument).isEmpty())
          .forEach(argument -> offerWords(command.spec(), argument));
    }
    return program;
  }

  private static void offerWords(CommandSpec command, ArgSpec argument) {
    var words = choices(argument);
    command.remove(argument);
    command.add(
        switch (argument) {
          case OptionSpec option -> option.toBuilder().completionCandidates(words).build();
          case PositionalParamSpec place -> place.toBuilder().completionCandidates(words).build();
          default -> argument;
        });
  }

  private static String word(Object constant) {
    return constant instanceof Word word
        ? word.word()
        : constant.toString().toLowerCase(Locale.ROOT);
  }
}

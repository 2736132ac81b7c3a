package alcove.app;

import alcove.ops.terminal.ExitCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual: a page about the program, one about each of its commands with those below it, and one
 * about the file of settings. All that it says of commands and settings comes from themselves.
 */
final class ManualPages {
  /** From here on the line of a call says only that there are options. */
  private static final int MANY = 12;

  private final CalledCommand program;
  private final String day;
  private final String version;

  /**
   * The manual of a program.
   *
   * @param day of the pages, as {@code 2026-11-29}
   */
  ManualPages(CommandLine program, String day, String version) {
    this.program = CalledCommand.all(program).getFirst();
    this.day = day;
    this.version = "Alcove " + version;
  }

  /** The pages, by the names of their files. */
  Map<String, String> all() {
    var pages = new LinkedHashMap<String, String>();
    pages.put("alcove.1", ofProgram());
    program.below().forEach(each -> pages.put(nameOf(each) + ".1", of(each)));
    pages.put("alcove.properties.5", ofSettings());
    return pages;
  }

  private Roff page(String name, int section, String summary) {
    return new Roff(name, section, day, version).name(name, summary.replaceFirst("\\.$", ""));
  }

  private static String nameOf(CalledCommand command) {
    return "alcove-" + command.name();
  }

  private String ofProgram() {
    var page = page("alcove", 1, program.summary());
    page.section("SYNOPSIS").call("alcove", "COMMAND [OPTIONS]");
    page.section("DESCRIPTION");
    ManualTexts.PROGRAM.forEach(page::paragraph);
    page.section("COMMANDS");
    program.below().forEach(each -> page.entry(nameOf(each) + "(1)", each.summary()));
    page.section("OPTIONS")
        .entry("-h, --help", "Show the commands; behind a command, what it does.")
        .entry("--version", "Print the version.");
    addSettings(page, RoomCommands.SETTINGS);
    page.section("EXAMPLES").example(Examples.of("alcove"));
    addExitCodes(page);
    page.section("ENVIRONMENT");
    ManualTexts.ENVIRONMENT.forEach(page::entry);
    page.section("FILES");
    ManualTexts.FILES.forEach(page::entry);
    return seeAlso(page, "alcove-serve(1), alcove-status(1), alcove-doctor(1)");
  }

  private String of(CalledCommand command) {
    var page = page(nameOf(command), 1, command.summary());
    var all = command.withThoseBelow().stream().filter(ManualPages::isCalled).toList();
    page.section("SYNOPSIS");
    all.forEach(each -> page.call("alcove " + each.name(), synopsis(each)));
    page.section("DESCRIPTION");
    addDescription(page, command);
    if (isCalled(command)) {
      page.section("OPTIONS");
      addArguments(page, command);
    }
    if (!command.below().isEmpty()) {
      page.section("COMMANDS");
      command.below().forEach(each -> addBelow(page, each));
    }
    addSettings(page, settingsOf(all));
    page.section("EXAMPLES");
    all.forEach(each -> page.example(Examples.of(each.name())));
    addExitCodes(page);
    return seeAlso(page, "alcove(1)");
  }

  private String ofSettings() {
    var page = page("alcove.properties", 5, "settings of an Alcove room");
    page.section("DESCRIPTION");
    ManualTexts.SETTINGS.forEach(page::paragraph);
    page.section("SETTINGS");
    for (var each : Setting.all()) {
      if (!each.equals(Setting.DATA)) {
        page.entry(
            each.property() + " = " + each.placeholder(),
            "%s Expected: %s. (%s, %s)"
                .formatted(each.help(), each.parser().description(), each.variable(), each.flag()));
      }
    }
    page.section("EXAMPLES").example(ManualTexts.SETTINGS_EXAMPLE);
    return seeAlso(page, "alcove(1), alcove-serve(1), alcove-setting(1)");
  }

  private String seeAlso(Roff page, String others) {
    var file = "alcove.properties(5)";
    return page.section("SEE ALSO").paragraph(others + ", " + file).toString();
  }

  /** Whether it does something by itself, unlike a group of commands. */
  private static boolean isCalled(CalledCommand command) {
    return command.below().isEmpty() || command.spec().userObject() instanceof Callable;
  }

  private static String synopsis(CalledCommand command) {
    var own = ownOptions(command).filter(each -> !each.usageHelp()).toList();
    var options =
        own.size() > MANY ? Stream.of("[OPTIONS]") : own.stream().map(ManualPages::asGiven);
    return Stream.concat(
            options,
            command.spec().positionalParameters().stream().map(each -> asGiven(command, each)))
        .collect(Collectors.joining(" "));
  }

  private static Stream<OptionSpec> ownOptions(CalledCommand command) {
    return command.options().stream().filter(each -> !each.hidden());
  }

  private static String asGiven(OptionSpec option) {
    var given = option.longestName() + value(option);
    return option.required() ? given : "[" + given + "]";
  }

  private static String asGiven(CalledCommand command, PositionalParamSpec parameter) {
    var given = parameter.paramLabel() + (parameter.index().isVariable() ? "..." : "");
    return command.needs(parameter) ? given : "[" + given + "]";
  }

  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    var value = "=" + option.paramLabel();
    return option.arity().min() == 0 ? "[" + value + "]" : value;
  }

  private static void addBelow(Roff page, CalledCommand command) {
    page.subsection("alcove " + command.name());
    addDescription(page, command);
    addArguments(page, command);
  }

  private static void addDescription(Roff page, CalledCommand command) {
    Arrays.stream(command.spec().usageMessage().description()).forEach(page::paragraph);
  }

  private static void addArguments(Roff page, CalledCommand command) {
    command
        .spec()
        .positionalParameters()
        .forEach(each -> page.entry(asGiven(command, each), told(each)));
    ownOptions(command)
        .forEach(each -> page.entry(String.join(", ", each.names()) + value(each), told(each)));
  }

  /** What it is for, with its values where they are few and its text does not name them. */
  private static String told(ArgSpec argument) {
    var purpose = CalledCommand.purpose(argument);
    var choices = CalledCommand.choices(argument);
    return choices.stream().allMatch((purpose + argument.paramLabel())::contains)
        ? purpose
        : "%s One of %s.".formatted(purpose, String.join(", ", choices)).strip();
  }

  private static List<Setting<?>> settingsOf(List<CalledCommand> commands) {
    var flags =
        commands.stream()
            .flatMap(each -> each.options().stream())
            .filter(OptionSpec::hidden)
            .map(OptionSpec::longestName)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return Setting.all().stream().filter(each -> flags.contains(each.flag())).toList();
  }

  private static void addSettings(Roff page, List<Setting<?>> settings) {
    if (!settings.isEmpty()) {
      page.section("OPTIONS OF EVERY COMMAND ON A ROOM");
      settings.forEach(each -> page.entry(each.flag() + "=" + each.placeholder(), each.help()));
    }
  }

  private static void addExitCodes(Roff page) {
    page.section("EXIT STATUS");
    for (var each : ExitCode.values()) {
      page.entry(Integer.toString(each.number()), each.meaning() + ".");
    }
  }
}

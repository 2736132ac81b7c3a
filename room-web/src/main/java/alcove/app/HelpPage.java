package alcove.app;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of a command: what it is for, how it is called, an example, and the options that are its
 * own. Those of many commands are on a page of their own.
 */
final class HelpPage {
  private static final String ELSEWHERE = "elsewhere";
  private static final List<String> ORDER =
      List.of(
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
          UsageMessageSpec.SECTION_KEY_FOOTER,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          ELSEWHERE);

  /** From here on the line of the call says only that there are options. */
  private static final int MANY = 12;

  private HelpPage() {}

  /** Gives the help of a command, and of those below it, its form. */
  static void shape(CommandLine line) {
    shape(line.getCommandSpec(), "");
    line.setHelpSectionKeys(ORDER);
    putElsewhere(line);
  }

  private static void putElsewhere(CommandLine line) {
    var command = line.getCommandSpec();
    line.getHelpSectionMap().put(ELSEWHERE, _ -> elsewhere(command));
    line.getSubcommands().values().forEach(HelpPage::putElsewhere);
  }

  private static String elsewhere(CommandSpec command) {
    if (command.parent() == null) {
      return "%nalcove help COMMAND says more; so do alcove help options and alcove help exit-codes.%n"
          .formatted();
    }
    return command.options().stream().anyMatch(HelpPage::isShared)
        ? "%nOptions of every command, such as --data=DIR: alcove help options%n".formatted()
        : "";
  }

  private static boolean isShared(OptionSpec option) {
    return option.hidden() && option.longestName().equals(Setting.DATA.flag());
  }

  private static void shape(CommandSpec command, String words) {
    var usage = command.usageMessage();
    usage.synopsisHeading("%nUsage: ");
    usage.parameterListHeading("%n");
    usage.optionListHeading(command.positionalParameters().isEmpty() ? "%n" : "");
    usage.commandListHeading("%nCommands:%n");
    usage.abbreviateSynopsis(
        command.options().stream().filter(option -> !option.hidden()).count() > MANY);
    var examples = Examples.of(words.isEmpty() ? "alcove" : words);
    if (!examples.isEmpty()) {
      usage.footerHeading(examples.size() == 1 ? "%nExample:%n" : "%nExamples:%n");
      usage.footer(examples.stream().map(each -> "  " + each).toArray(String[]::new));
    }
    command
        .subcommands()
        .forEach((name, each) -> shape(each.getCommandSpec(), (words + " " + name).strip()));
  }
}

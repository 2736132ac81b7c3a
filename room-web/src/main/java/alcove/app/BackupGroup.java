package alcove.app;

import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands on backups that need no open room, behind {@code alcove backup}. */
@Command(name = "backup", description = "Look at backups.")
final class BackupGroup {
  private static final String LIST = "list";
  private static final String VERIFY = "verify";

  BackupGroup() {}

  /** Whether these arguments call one of them. A file of such a name is {@code ./list}. */
  static boolean isCalledBy(List<String> arguments) {
    var words = arguments.stream().filter(word -> !word.equals("help")).limit(2).toList();
    return words.size() == 2
        && words.getFirst().equals("backup")
        && Set.of(LIST, VERIFY).contains(words.getLast());
  }

  static CommandLine line(SettingOptions options) {
    var list = new CommandLine(new ListBackupsCommand(options));
    options.addTo(list.getCommandSpec(), ListBackupsCommand.SETTINGS);
    return new CommandLine(new BackupGroup())
        .addSubcommand(LIST, list)
        .addSubcommand(VERIFY, new CommandLine(new VerifyBackupCommand(options.terminal())));
  }
}

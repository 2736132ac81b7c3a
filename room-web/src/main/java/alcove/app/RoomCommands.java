package alcove.app;

import alcove.ops.command.AlertCommand;
import alcove.ops.command.AliasCommand;
import alcove.ops.command.AppCommand;
import alcove.ops.command.AuditCommand;
import alcove.ops.command.BackupCommand;
import alcove.ops.command.BackupNowCommand;
import alcove.ops.command.BlockCommand;
import alcove.ops.command.ClusterCommand;
import alcove.ops.command.DoctorCommand;
import alcove.ops.command.InviteCommand;
import alcove.ops.command.MemberCommand;
import alcove.ops.command.NoticeCommand;
import alcove.ops.command.PasskeyCommand;
import alcove.ops.command.PasswordCommand;
import alcove.ops.command.ReportCommand;
import alcove.ops.command.RoomAccess;
import alcove.ops.command.RoomCommand;
import alcove.ops.command.RunningAddressCommand;
import alcove.ops.command.SessionCommand;
import alcove.ops.command.SettingCommand;
import alcove.ops.command.SetupCommand;
import alcove.ops.command.StatusCommand;
import alcove.ops.control.ControlRequest;
import alcove.ops.terminal.ExitCode;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands that work on a room, in a process of their own or within the server. */
final class RoomCommands {
  private static final Logger LOG = LoggerFactory.getLogger(RoomCommands.class);

  /** Where the room is, and what its links are made of while no server runs. */
  static final List<Setting<?>> SETTINGS =
      List.of(
          Setting.DATA,
          Setting.DOMAIN,
          Setting.PUBLIC_URL,
          Setting.INSECURE_HTTP,
          Setting.JDBC_URL,
          Setting.LISTEN,
          Setting.HTTP_PORT,
          Setting.HTTP_LISTEN,
          Setting.CRYPTO,
          Setting.LOG_LEVEL);

  private RoomCommands() {}

  /** By name, in the order of the help, each with the settings as flags behind its own. */
  static Map<String, Supplier<CommandLine>> all(SettingOptions options) {
    var commands = new LinkedHashMap<String, Supplier<RoomCommand>>();
    commands.put("status", StatusCommand::new);
    commands.put("cluster", ClusterCommand::new);
    commands.put("setup", SetupCommand::new);
    commands.put("member", MemberCommand::new);
    commands.put("invite", InviteCommand::new);
    commands.put("alias", AliasCommand::new);
    commands.put("block", BlockCommand::new);
    commands.put("report", ReportCommand::new);
    commands.put("passkey", PasskeyCommand::new);
    commands.put("password", PasswordCommand::new);
    commands.put("session", SessionCommand::new);
    commands.put("setting", SettingCommand::new);
    commands.put("notice", NoticeCommand::new);
    commands.put("app", AppCommand::new);
    commands.put("audit", AuditCommand::new);
    commands.put("backup", BackupCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("alert", AlertCommand::new);
    var lines = new LinkedHashMap<String, Supplier<CommandLine>>();
    commands.forEach((name, command) -> lines.put(name, () -> line(command.get(), options)));
    lines.replace("backup", () -> backup(options));
    return lines;
  }

  private static CommandLine line(RoomCommand command, SettingOptions options) {
    var line = new CommandLine(command);
    addSettings(line, options);
    return line;
  }

  /** The one with commands below it that need no open room. */
  private static CommandLine backup(SettingOptions options) {
    var list = new CommandLine(new ListBackupsCommand(options));
    options.addQuietlyTo(list.getCommandSpec(), ListBackupsCommand.SETTINGS);
    return line(new BackupCommand(), options)
        .addSubcommand("now", line(new BackupNowCommand(), options))
        .addSubcommand("list", list)
        .addSubcommand("verify", new CommandLine(new VerifyBackupCommand(options.terminal())));
  }

  private static void addSettings(CommandLine command, SettingOptions options) {
    var subcommands = command.getSubcommands().values();
    if (subcommands.isEmpty()) {
      command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
      options.addQuietlyTo(command.getCommandSpec(), SETTINGS);
    }
    subcommands.forEach(each -> addSettings(each, options));
  }

  /**
   * Carries out a command that somebody else was called with.
   *
   * @return its exit code
   */
  static int run(RoomAccess access, ControlRequest request, PrintStream out, PrintStream err) {
    var terminal = new Terminal(out, err, Map.of());
    var commands = all(new SettingOptions(terminal));
    commands.put(AddressCommand.NAME, () -> new CommandLine(new RunningAddressCommand()));
    var line = Main.line(commands, request.arguments(), terminal);
    line.setExecutionStrategy(
        parsed -> {
          var help = CommandLine.executeHelpRequest(parsed);
          return help != null ? help : call(parsed).runOn(access, request, out);
        });
    line.setExecutionExceptionHandler((e, command, parsed) -> explain(terminal, e));
    return line.execute(request.arguments().toArray(String[]::new));
  }

  private static RoomCall call(ParseResult parsed) {
    return RoomCall.in(parsed)
        .orElseThrow(
            () ->
                new ParameterException(
                    parsed.commandSpec().commandLine(), "this is no command on a room"));
  }

  private static int explain(Terminal terminal, Exception failure) {
    var code = ErrorPrinter.explain(terminal, failure);
    if (code.isEmpty()) {
      LOG.error("fault while carrying out a command", failure);
      terminal.complain("the server has a fault; its log says more");
    }
    return code.orElse(ExitCode.FAILED.number());
  }
}

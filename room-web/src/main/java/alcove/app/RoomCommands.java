package alcove.app;

import alcove.ops.command.AliasCommand;
import alcove.ops.command.AppCommand;
import alcove.ops.command.AuditCommand;
import alcove.ops.command.BackupCommand;
import alcove.ops.command.BlockCommand;
import alcove.ops.command.Console;
import alcove.ops.command.DoctorCommand;
import alcove.ops.command.InviteCommand;
import alcove.ops.command.MemberCommand;
import alcove.ops.command.NoticeCommand;
import alcove.ops.command.PasswordCommand;
import alcove.ops.command.RoomAccess;
import alcove.ops.command.RoomCommand;
import alcove.ops.command.RunningAddressCommand;
import alcove.ops.command.SessionCommand;
import alcove.ops.command.SettingCommand;
import alcove.ops.command.SetupCommand;
import alcove.ops.control.ControlRequest;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The commands that work on a room, in a process of their own or within the server. */
final class RoomCommands {
  private static final Logger LOG = LoggerFactory.getLogger(RoomCommands.class);

  /** Where the room is, and what its links are made of while no server runs. */
  private static final List<Setting<?>> SETTINGS =
      List.of(
          Setting.DATA,
          Setting.DOMAIN,
          Setting.PUBLIC_URL,
          Setting.INSECURE_HTTP,
          Setting.JDBC_URL,
          Setting.LISTEN,
          Setting.HTTP_PORT,
          Setting.CRYPTO,
          Setting.LOG_LEVEL);

  private RoomCommands() {}

  /** Adds them, each with the settings as flags behind its own. */
  static void addTo(Commands commands, SettingOptions options) {
    add(commands, options, "setup", SetupCommand::new);
    add(commands, options, "member", MemberCommand::new);
    add(commands, options, "invite", InviteCommand::new);
    add(commands, options, "alias", AliasCommand::new);
    add(commands, options, "block", BlockCommand::new);
    add(commands, options, "password", PasswordCommand::new);
    add(commands, options, "session", SessionCommand::new);
    add(commands, options, "setting", SettingCommand::new);
    add(commands, options, "notice", NoticeCommand::new);
    add(commands, options, "app", AppCommand::new);
    add(commands, options, "audit", AuditCommand::new);
    add(commands, options, "backup", BackupCommand::new);
    add(commands, options, "doctor", DoctorCommand::new);
  }

  private static void add(
      Commands commands, SettingOptions options, String name, Supplier<RoomCommand> command) {
    commands.add(
        name,
        () -> {
          var line = new CommandLine(command.get());
          addSettings(line, options);
          return line;
        });
  }

  private static void addSettings(CommandLine command, SettingOptions options) {
    var subcommands = command.getSubcommands().values();
    if (subcommands.isEmpty()) {
      command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
      options.addTo(command.getCommandSpec(), SETTINGS);
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
    var console = new Console(out, err, request.input());
    var line = new CommandLine(new Main());
    var commands = new Commands();
    addTo(commands, new SettingOptions());
    commands.add(AddressCommand.NAME, () -> new CommandLine(new RunningAddressCommand()));
    commands.addTo(line, request.arguments());
    Main.prepare(line, terminal);
    line.setExecutionStrategy(
        parsed -> {
          var help = CommandLine.executeHelpRequest(parsed);
          return help != null ? help : RoomCall.require(parsed).runOn(access, console);
        });
    line.setExecutionExceptionHandler((e, command, parsed) -> explain(terminal, e));
    return line.execute(request.arguments().toArray(String[]::new));
  }

  private static int explain(Terminal terminal, Exception failure) {
    var code = ErrorPrinter.explain(terminal, failure);
    if (code.isEmpty()) {
      LOG.error("fault while carrying out a command", failure);
      terminal.complain("the server has a fault; its log says more");
    }
    return code.orElse(Main.FAILURE);
  }
}

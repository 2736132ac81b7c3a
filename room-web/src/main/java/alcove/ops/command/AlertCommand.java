package alcove.ops.command;

import alcove.ops.alerts.Alerts;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.ExitCode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.OptionalInt;
import picocli.CommandLine.Command;

/** {@code alcove alert}: the word that the room sends when something needs somebody. */
@Command(name = "alert", description = "Try the alerts that the room sends when it needs somebody.")
public final class AlertCommand extends RoomCommand {
  @Command(name = "test", description = "Have the room that runs send a trial by each way it has.")
  void test() throws CommandException {
    Alerts alerts =
        access()
            .alerts()
            .orElseThrow(
                () ->
                    new CommandException(
                        "the room sends no alerts: it was started without --alert-webhook and"
                            + " --alert-mail"));
    alerts.sendTrial();
    say("sent, and taken");
  }

  @Override
  public OptionalInt withoutServer(Path data, PrintStream output) {
    output.println(
        "The room in %s is not running; only one that runs sends alerts.".formatted(data));
    return OptionalInt.of(ExitCode.NOT_RUNNING.number());
  }
}

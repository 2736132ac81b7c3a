package alcove.ops.command;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.ExitCode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alcove backup now}: the daily backup, without waiting for its time. */
@Command(
    name = "now",
    description = {
      "Have the room that runs make its daily backup now: into its folder, proved, encrypted and"
          + " handed on as it was started with.",
      "Ends when that is done, and prints the file."
    })
public final class BackupNowCommand extends RoomCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Say it as JSON on one line.")
  private boolean json;

  @Override
  public Integer call() throws CommandException {
    Path file = access().backups().orElseThrow().makeNow();
    if (json) {
      JsonLine.print(
          JsonNodeFactory.instance
              .objectNode()
              .put("file", file.toString())
              .put("bytes", bytes(file)),
          out());
    } else {
      say(file.toString());
    }
    return 0;
  }

  private static long bytes(Path file) throws CommandException {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new CommandException(e);
    }
  }

  @Override
  public OptionalInt withoutServer(Path data, PrintStream output) {
    output.println(
        "The room in %s is not running; alcove backup FILE makes a backup of it all the same."
            .formatted(data));
    return OptionalInt.of(ExitCode.NOT_RUNNING.number());
  }
}

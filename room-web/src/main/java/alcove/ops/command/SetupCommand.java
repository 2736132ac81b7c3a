package alcove.ops.command;

import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import alcove.room.model.RefusedException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alcove setup}: how the room gets its first admin. */
@Command(
    name = "setup",
    description =
        "Make somebody the first admin; or print a new link, on the last line, that does it.")
public final class SetupCommand extends RoomCommand implements Callable<Integer> {
  @Option(names = "--admin", paramLabel = "@ID", description = "Who becomes the first admin.")
  private Optional<FeedId> admin = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws RefusedException, CommandException {
    if (admin.isPresent()) {
      room().setup().byOperator(admin.get());
      if (json) {
        print("admin", admin.get().toString());
      } else {
        say(admin.get() + ": admin");
      }
    } else {
      printLink();
    }
    return 0;
  }

  private void print(String name, String value) {
    JsonLine.print(JsonNodeFactory.instance.objectNode().put(name, value), out());
  }

  private void printLink() throws RefusedException, CommandException {
    if (!access().isServed() && !room().setup().hasAdmin()) {
      throw new CommandException(
          "a setup link needs a running server, and alcove serve prints one at its start"
              + " (--admin @ID does without)");
    }
    String link = access().address().setup(room().setup().newToken().text());
    if (json) {
      print("link", link);
      return;
    }
    say(
        "Whoever opens this link first becomes the admin; it works once, and earlier ones are"
            + " dead:");
    say(link);
  }
}

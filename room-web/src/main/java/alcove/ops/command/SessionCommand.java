package alcove.ops.command;

import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.Spoken;
import alcove.room.model.RefusedException;
import alcove.room.model.Session;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove session}: the browsers in which members are signed in. */
@Command(name = "session", description = "List and end the sessions of a member's browsers.")
public final class SessionCommand extends RoomCommand {
  private static final Listing<Session> LISTING =
      Listing.<Session>create()
          .number("id", Session::id)
          .text("way", session -> session.way().word())
          .text("device", Session::device)
          .text("since", Session::since)
          .text("seen", Session::seen)
          .text("expires", Session::expires);

  @Command(name = "list", description = "List a member's sessions, the one seen last first.")
  void list(
      @Parameters(paramLabel = "@ID") FeedId id,
      @Option(names = "--json", description = "Print one JSON array.") boolean json) {
    list(LISTING, room().sessions().of(id), json);
  }

  @Command(name = "end", description = "Sign a member out in one browser, or in all.")
  void end(
      @Parameters(index = "0", paramLabel = "@ID") FeedId id,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "NUMBER",
              description = "Which one: a number of the list.")
          Optional<Long> number,
      @Option(names = "--all", description = "All of them.") boolean all,
      @Mixin Caution caution)
      throws RefusedException, CommandException {
    if (number.isPresent() == all) {
      throw new CommandException("say which: the number of a session, or --all");
    }
    if (all) {
      room().sessions().endAll(id);
      say(
          caution.isTrial()
              ? "would sign %s out of %s".formatted(id, sessions(id))
              : id + ": signed out everywhere");
    } else {
      room().sessions().end(id, number.get());
      say(
          caution.isTrial()
              ? "would sign %s out of session %s".formatted(id, number.get())
              : "session %s: ended".formatted(number.get()));
    }
  }

  private String sessions(FeedId id) {
    return Spoken.count(room().sessions().of(id).size(), "session", "sessions");
  }
}

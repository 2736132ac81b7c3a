package alcove.ops.command;

import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import alcove.room.signin.Passwords;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove password}: for members who cannot sign in with their app. */
@Command(name = "password", description = "Help members with their passwords.")
public final class PasswordCommand extends RoomCommand {
  @Command(
      name = "reset-link",
      description =
          "Make a link by which a member chooses a password; it is on the last line, and is shown"
              + " only now.")
  void resetLink(
      @Parameters(paramLabel = "@ID") FeedId id,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws RefusedException {
    String token = room().passwords().newResetLink(operator(), id).text();
    String link = access().address().choosePassword(token);
    if (json) {
      JsonLine.print(
          JsonNodeFactory.instance
              .objectNode()
              .put("id", id.toString())
              .put("days", Passwords.RESET_TIME.toDays())
              .put("link", link),
          out());
      return;
    }
    say(
        "%s: the link works once, for %s days; an earlier one is dead"
            .formatted(id, Passwords.RESET_TIME.toDays()));
    say(link);
  }

  @Command(
      name = "remove",
      description =
          "Take a member's password away and sign it out everywhere; it signs in with its app"
              + " then.")
  void remove(@Parameters(paramLabel = "@ID") FeedId id, @Mixin Caution caution)
      throws RefusedException {
    room().passwords().remove(operator(), id);
    say(
        (caution.isTrial()
                ? "would remove the password of %s, and sign them out everywhere"
                : "%s: password removed, signed out everywhere")
            .formatted(id));
  }
}

package alcove.ops.command;

import alcove.identity.FeedId;
import alcove.ops.terminal.Spoken;
import alcove.room.model.RefusedException;
import alcove.room.passkeys.Passkey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove passkey}: the devices with which members sign in. */
@Command(name = "passkey", description = "List a member's passkeys, and take them away.")
public final class PasskeyCommand extends RoomCommand {
  private static final Listing<Passkey> LISTING =
      Listing.<Passkey>create()
          .number("id", Passkey::id)
          .text("name", Passkey::name)
          .text("site", Passkey::site)
          .text("created", Passkey::created)
          .optional("used", Passkey::used);

  @Command(name = "list", description = "List a member's passkeys, the oldest first.")
  void list(
      @Parameters(paramLabel = "@ID") FeedId id,
      @Option(names = "--json", description = "Print one JSON array.") boolean json) {
    list(LISTING, room().passkeys().of(id), json);
  }

  @Command(
      name = "remove",
      description =
          "Take all of a member's passkeys away and sign them out everywhere; they sign in with"
              + " their app then, or a password.")
  void remove(@Parameters(paramLabel = "@ID") FeedId id, @Mixin Caution caution)
      throws RefusedException {
    String count = Spoken.count(room().passkeys().removeAll(operator(), id), "passkey", "passkeys");
    say(
        caution.isTrial()
            ? "would remove %s of %s, and sign them out everywhere".formatted(count, id)
            : "%s: %s removed, signed out everywhere".formatted(id, count));
  }
}

package alcove.ops.command;

import alcove.identity.FeedId;
import alcove.room.members.Blocks;
import alcove.room.model.BlockedId;
import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import alcove.room.model.UnkeptBlockException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove block}: whom the room keeps out. */
@Command(name = "block", description = "Block and unblock keys, and list the blocked ones.")
public final class BlockCommand extends RoomCommand {
  private static final Listing<BlockedId> LISTING =
      Listing.<BlockedId>create()
          .exact("id", BlockedId::id)
          .text("by", blocked -> blocked.by().shown())
          .text("since", BlockedId::since)
          .optional("until", BlockedId::until)
          .text("reason", BlockedId::reason);

  @Command(
      name = "add",
      description = "Keep a key out: its connections end at once, and it is no member any more.")
  void add(
      @Parameters(paramLabel = "@ID") FeedId id,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "For moderators to read.")
          String reason,
      @Option(
              names = "--until",
              paramLabel = "DATE",
              description = "When it ends: " + Moment.EXPECTED + ". Default: never.")
          Optional<Moment> until,
      @Option(
              names = "--invited",
              description = "And those whom they invited, whom these invited, and so on.")
          boolean invited,
      @Mixin Caution caution)
      throws RefusedException {
    Blocks.Begun begun =
        room().blocks().begin(operator(), id, reason, until.map(moment -> moment.from(now())));
    if (invited) {
      begun.withInvited();
    }
    BlockedId blocked = kept(() -> begun.keep().block());
    String end = blocked.until().map(moment -> " until " + moment).orElse("");
    say(
        caution.isTrial()
            ? "would block %s%s, %s".formatted(id, end, standing(id))
            : "%s: blocked%s".formatted(id, end));
    if (invited) {
      Blocks.Company company =
          kept(
              () ->
                  room().blocks().blockInvited(operator(), id, blocked.reason(), blocked.until()));
      say("and %s whom they invited".formatted(company.blocked()));
      company.left().forEach(each -> say(each + ": not blocked, they are the last admin"));
      if (!company.complete()) {
        say("There are more: do it once more.");
      }
    }
  }

  private String standing(FeedId id) {
    return room()
        .members()
        .find(id)
        .map(
            member ->
                switch (member.role()) {
                  case MEMBER -> "a member";
                  case MODERATOR -> "a moderator";
                  case ADMIN -> "an admin";
                })
        .orElse("who is no member");
  }

  /** A change that keeps somebody out. */
  @FunctionalInterface
  private interface Blocking<T> {
    T made() throws RefusedException;
  }

  /** Where no server runs, nobody is kept out but by what is kept. */
  private <T> T kept(Blocking<T> blocking) throws RefusedException {
    try {
      return blocking.made();
    } catch (UnkeptBlockException unkept) {
      throw access().isServed() || !(unkept.getCause() instanceof StorageException cause)
          ? unkept
          : cause;
    }
  }

  @Command(name = "remove", description = "Let a key in again.")
  void remove(@Parameters(paramLabel = "@ID") FeedId id) throws RefusedException {
    room().blocks().unblock(operator(), id);
    say(id + ": not blocked any more");
  }

  @Command(name = "list", description = "List the blocked keys, newest first.")
  void list(
      @Parameters(paramLabel = "@ID", arity = "0..1", description = "Only this one.")
          Optional<FeedId> id,
      @Option(names = "--json", description = "Print one JSON array.") boolean json) {
    List<BlockedId> blocked =
        room().blocks().list().stream().filter(each -> isWanted(id, each.id())).toList();
    list(LISTING, blocked, json);
  }
}

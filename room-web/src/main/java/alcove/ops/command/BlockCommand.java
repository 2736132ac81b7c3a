package alcove.ops.command;

import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.room.members.Blocks;
import alcove.room.model.BlockedId;
import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import alcove.room.model.UnkeptBlockException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove block}: whom the room keeps out. */
@Command(name = "block", description = "Block and unblock keys, and list the blocked ones.")
public final class BlockCommand extends RoomCommand {
  private static final Listing<KeptOut> LISTING =
      Listing.<KeptOut>create()
          .exact("id", KeptOut::id)
          .optional("by", each -> each.block().map(block -> block.by().shown()))
          .optional("since", each -> each.block().map(BlockedId::since))
          .optional("until", each -> each.block().flatMap(BlockedId::until))
          .text("reason", each -> each.block().map(BlockedId::reason).orElse(""))
          .text("state", each -> each.block().isPresent() ? "written" : "not written yet");

  /** A key that is kept out, with its block if the registry has that. */
  private record KeptOut(FeedId id, Optional<BlockedId> block) {}

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

  @Command(
      name = "list",
      description = {
        "List the blocked keys, newest first.",
        "Before them, those that are kept out and not written yet, as while the database is away."
      })
  void list(
      @Parameters(paramLabel = "@ID", arity = "0..1", description = "Only this one.")
          Optional<FeedId> id,
      @Option(names = "--json", description = "Print one JSON array.") boolean json)
      throws CommandException {
    List<KeptOut> all = new ArrayList<>();
    room().holds().unwritten().forEach(each -> all.add(new KeptOut(each, Optional.empty())));
    Optional<StorageException> gone = Optional.empty();
    try {
      room().blocks().list().forEach(each -> all.add(new KeptOut(each.id(), Optional.of(each))));
    } catch (StorageException e) {
      gone = Optional.of(e);
    }
    list(LISTING, all.stream().filter(each -> isWanted(id, each.id())).toList(), json);
    if (gone.isPresent()) {
      throw new CommandException(
          "those are only the blocks that are not written yet; the others hold all the same, and"
              + " cannot be listed until the database is back: "
              + FailureText.of(gone.get()),
          gone.get());
    }
  }
}

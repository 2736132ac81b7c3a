package alcove.ops.command;

import alcove.identity.FeedId;
import alcove.ops.terminal.Spoken;
import alcove.room.model.Invite;
import alcove.room.model.Member;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Role;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove member}: who belongs to the room. */
@Command(name = "member", description = "Add, remove, replace and list members.")
public final class MemberCommand extends RoomCommand {
  private static final Listing<Member> LISTING =
      Listing.<Member>create()
          .exact("id", Member::id)
          .text("role", member -> member.role().word())
          .text("since", Member::since)
          .optional("invitedBy", Member::invitedBy)
          .optional("invite", Member::invite)
          .text("name", Member::name)
          .text("note", Member::note)
          .optional("lastSeen", Member::lastSeen);

  @Command(name = "add", description = "Make somebody a member, or give a member another role.")
  void add(
      @Parameters(paramLabel = "@ID") FeedId id,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              description = "member, moderator or admin. Default: member; members keep theirs.")
          Optional<Role> role)
      throws RefusedException {
    Optional<Member> known = room().members().find(id);
    Member member =
        known.isPresent() && role.isEmpty()
            ? known.get()
            : room().members().add(operator(), id, role.orElse(Role.MEMBER));
    say(id + ": " + member.role().word());
  }

  @Command(
      name = "remove",
      description = "End somebody's membership, with aliases, sessions and open invites.")
  void remove(@Parameters(paramLabel = "@ID") FeedId id, @Mixin Caution caution)
      throws RefusedException {
    room().members().remove(operator(), id);
    say(caution.isTrial() ? wouldRemove(require(id)) : id + ": removed");
  }

  private String wouldRemove(Member member) {
    FeedId id = member.id();
    return "would remove %s (%s), %s, %s and %s"
        .formatted(
            id,
            member.role().word(),
            Spoken.count(room().aliases().ownedBy(id).size(), "alias", "aliases"),
            Spoken.count(room().sessions().of(id).size(), "session", "sessions"),
            Spoken.count(openInvites(id), "open invite", "open invites"));
  }

  @Command(
      name = "replace",
      description =
          "Say that a member has a new id: it keeps role and invites, and its names for 30 days.")
  void replace(
      @Parameters(index = "0", paramLabel = "@OLD") FeedId oldId,
      @Parameters(index = "1", paramLabel = "@NEW") FeedId newId,
      @Mixin Caution caution)
      throws RefusedException {
    String role = room().members().replace(operator(), oldId, newId).role().word();
    say(
        caution.isTrial()
            ? "would make %s (%s) the member %s".formatted(oldId, role, newId)
            : "%s: %s, was %s".formatted(newId, role, oldId));
  }

  @Command(name = "name", description = "Change the name that a member goes by, or remove it.")
  void name(
      @Parameters(index = "0", paramLabel = "@ID") FeedId id,
      @Parameters(
              index = "1",
              paramLabel = "NAME",
              arity = "0..1",
              defaultValue = "",
              description = "Without it they have none any more.")
          String name)
      throws RefusedException {
    Member member = room().names().choose(operator(), id, name);
    say(id + ": " + (member.name().isEmpty() ? "no name" : member.name()));
  }

  @Command(
      name = "note",
      description = "Write what moderators call a member between themselves, or remove it.")
  void note(
      @Parameters(index = "0", paramLabel = "@ID") FeedId id,
      @Parameters(
              index = "1",
              paramLabel = "NOTE",
              arity = "0..1",
              defaultValue = "",
              description = "Without it there is none any more.")
          String note)
      throws RefusedException {
    Member member = room().names().note(operator(), id, note);
    say(id + ": " + (member.note().isEmpty() ? "no note" : member.note()));
  }

  @Command(name = "list", description = "List the members, oldest first.")
  void list(
      @Parameters(paramLabel = "@ID", arity = "0..1", description = "Only this one.")
          Optional<FeedId> id,
      @Option(names = "--json", description = "Print one JSON array.") boolean json) {
    List<Member> members =
        room().members().list().stream().filter(each -> isWanted(id, each.id())).toList();
    list(LISTING, members, json);
  }

  private Member require(FeedId id) throws RefusedException {
    return room()
        .members()
        .find(id)
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, id + " is not a member"));
  }

  private long openInvites(FeedId id) {
    return room().invites().of(id).stream()
        .filter(invite -> invite.state(now()) == Invite.State.OPEN)
        .count();
  }
}

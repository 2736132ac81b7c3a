package alcove.ops.command;

import alcove.room.model.Invite;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove invite}: how people become members. */
@Command(name = "invite", description = "Create, list and revoke invites.")
public final class InviteCommand extends RoomCommand {
  @Command(
      name = "create",
      description = "Create an invite; its link is on the last line, and is shown only now.")
  void create(
      @Option(
              names = "--uses",
              paramLabel = "N",
              defaultValue = "1",
              description = "How many may come by it. Default: 1.")
          int uses,
      @Option(
              names = "--expires",
              paramLabel = "DATE",
              description = "When it ends: " + Moment.EXPECTED + ". Default: never.")
          Optional<Moment> expires,
      @Option(
              names = "--label",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "A word to know it by.")
          String label,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws RefusedException {
    InviteTerms terms =
        new InviteTerms(uses, expires.map(moment -> moment.from(now())), label.strip());
    show(room().invites().create(operator(), terms), json);
  }

  @Command(
      name = "new-link",
      description = "Give an open invite another link, which is on the last line; the old is dead.")
  void newLink(
      @Parameters(paramLabel = "NUMBER") long number,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws RefusedException {
    show(room().invites().newLink(operator(), number), json);
  }

  private void show(NewInvite created, boolean json) {
    Invite invite = created.invite();
    String link = access().address().join(created.token().text());
    if (json) {
      JsonLine.print(
          JsonNodeFactory.instance
              .objectNode()
              .put("id", invite.id())
              .put("usesLeft", invite.usesLeft())
              .put("expires", invite.expires().map(Object::toString).orElse(null))
              .put("link", link),
          out());
      return;
    }
    say(
        "invite %s: %s, %s"
            .formatted(
                invite.id(),
                invite.usesLeft() == 1 ? "one use" : invite.usesLeft() + " uses",
                invite.expires().map(end -> "until " + end).orElse("without an end")));
    say(link);
  }

  @Command(name = "revoke", description = "Revoke an invite; who came by it stays.")
  void revoke(@Parameters(paramLabel = "NUMBER") long number, @Mixin Caution caution)
      throws RefusedException {
    room().invites().revoke(operator(), number);
    say(
        caution.isTrial()
            ? "would revoke invite " + number
            : "invite %s: revoked".formatted(number));
  }

  @Command(name = "list", description = "List the invites, newest first.")
  void list(@Option(names = "--json", description = "Print one JSON array.") boolean json) {
    Listing<Invite> listing =
        Listing.<Invite>create()
            .number("id", Invite::id)
            .text("state", invite -> invite.state(now()).word())
            .number("uses", invite -> (long) invite.uses())
            .number("usesLeft", invite -> (long) invite.usesLeft())
            .text("created", Invite::created)
            .text("createdBy", invite -> invite.createdBy().shown())
            .optional("expires", Invite::expires)
            .text("label", Invite::label)
            .onlyJson("claims", InviteCommand::claims);
    list(listing, room().invites().list(), json);
  }

  private static JsonNode claims(Invite invite) {
    ArrayNode claims = JsonNodeFactory.instance.arrayNode();
    for (Invite.Claim claim : invite.claims()) {
      claims.addObject().put("by", claim.by().toString()).put("at", claim.at().toString());
    }
    return claims;
  }
}

package alcove.ops.command;

import alcove.identity.FeedId;
import alcove.room.model.Alias;
import alcove.room.model.RefusedException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove alias}: the names by which members can be reached. */
@Command(name = "alias", description = "List and revoke aliases.")
public final class AliasCommand extends RoomCommand {
  @Command(name = "list", description = "List the aliases, by name.")
  void list(
      @Parameters(paramLabel = "@ID", arity = "0..1", description = "Only those of this member.")
          Optional<FeedId> id,
      @Option(names = "--json", description = "Print one JSON array.") boolean json) {
    Listing<Alias> listing =
        Listing.<Alias>create()
            .exact("name", Alias::name)
            .text("owner", Alias::owner)
            .text("since", Alias::since)
            .exact("link", alias -> link(alias.name()))
            .onlyJson(
                "signature",
                alias -> JsonNodeFactory.instance.textNode(alias.signature().toString()));
    List<Alias> aliases =
        room().aliases().list().stream().filter(each -> isWanted(id, each.owner())).toList();
    list(listing, aliases, json);
  }

  private String link(String name) {
    return access().address().alias(room().settings().aliasForm(), name);
  }

  @Command(
      name = "revoke",
      description = "Revoke an alias; for 30 days only its last owner can take it again.")
  void revoke(@Parameters(paramLabel = "NAME") String name, @Mixin Caution caution)
      throws RefusedException {
    room().aliases().revoke(operator(), name);
    say(
        caution.isTrial()
            ? "would revoke %s, of %s".formatted(name, room().aliases().resolve(name).owner())
            : name + ": revoked");
  }
}

package alcove.web;

import alcove.identity.SsbUri;
import alcove.room.Alias;
import alcove.room.PublicAddress;
import alcove.room.Room;
import java.util.List;
import java.util.Map;

/**
 * The page of an alias as its template sees it.
 *
 * @param name the alias
 * @param owner the id it leads to
 * @param uri what an app connects by
 * @param room the room's name
 * @param home the room's front page
 * @param apps those that admins have chosen
 */
record AliasPage(
    String name, String owner, String uri, String room, String home, List<OfferedApp> apps) {
  /** Blocks. */
  static AliasPage of(Room room, PublicAddress at, Alias alias) {
    SsbUri uri =
        SsbUri.of(
            "consume-alias",
            Map.of(
                "alias", alias.name(),
                "userId", alias.owner().toString(),
                "signature", alias.signature().toString(),
                "roomId", room.id().toString(),
                "multiserverAddress", at.address().toString()));
    return new AliasPage(
        alias.name(),
        alias.owner().toString(),
        uri.toString(),
        room.settings().name(),
        at.landing(),
        OfferedApp.all(room));
  }
}

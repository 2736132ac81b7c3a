package alcove.web.visitor;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.identity.MultiserverAddress;
import alcove.identity.SsbUri;
import alcove.room.Room;
import alcove.room.apps.Platform;
import alcove.room.model.Alias;
import alcove.web.page.OfferedApp;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page of an alias as its template sees it.
 *
 * @param name the alias
 * @param owner the id it leads to
 * @param open what an app connects by
 * @param link the alias as a link
 * @param through where its owner is found through the room
 * @param apps those that can open it
 */
record AliasView(
    String name, FeedId owner, AppLinks open, String link, String through, List<OfferedApp> apps) {
  static AliasView of(Room room, PublicAddress at, Alias alias, Optional<Platform> platform) {
    SsbUri uri =
        SsbUri.of(
            "consume-alias",
            Map.of(
                "alias", alias.name(),
                "userId", alias.owner().toString(),
                "signature", alias.signature().toString(),
                "roomId", room.id().toString(),
                "multiserverAddress", at.address().toString()));
    return new AliasView(
        alias.name(),
        alias.owner(),
        AppLinks.of(room, uri, platform.filter(Platform.ANDROID::equals).isPresent()),
        at.alias(room.settings().aliasForm(), alias.name()),
        MultiserverAddress.tunnel(room.id(), alias.owner()).toString(),
        OfferedApp.forUri(room.apps().list(), uri.toString(), platform));
  }
}

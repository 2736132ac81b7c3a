package alcove.web.visitor;

import alcove.room.Room;
import alcove.room.model.App;
import alcove.room.model.AppCard;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An app as pages name it.
 *
 * @param opening the link that opens what the page is about in it, if it runs in the browser
 */
record OfferedApp(AppCard card, @Nullable String opening) {
  /** All that the room's admins have chosen, for an invite. */
  static List<OfferedApp> forInvite(Room room, String link, String uri) {
    return all(room, card -> card.opening(link, uri));
  }

  /** The same for anything else that has an SSB URI. */
  static List<OfferedApp> forUri(Room room, String uri) {
    return all(room, card -> card.opening(uri));
  }

  private static List<OfferedApp> all(Room room, Function<AppCard, Optional<String>> opening) {
    return room.apps().list().stream()
        .map(App::card)
        .map(card -> new OfferedApp(card, opening.apply(card).orElse(null)))
        .toList();
  }
}

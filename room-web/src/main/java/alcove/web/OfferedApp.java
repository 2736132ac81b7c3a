package alcove.web;

import alcove.room.AppCard;
import alcove.room.Platform;
import alcove.room.Room;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app as invite pages name it.
 *
 * @param platforms the ends of their texts' keys
 * @param opening the link that opens the invite in it, if it runs in the browser
 */
record OfferedApp(String name, String homepage, List<String> platforms, @Nullable String opening) {
  /** All that the room's admins have chosen. Blocks. */
  static List<OfferedApp> all(Room room, String link, String uri) {
    return room.apps().list().stream()
        .map(
            app -> {
              AppCard card = app.card();
              return new OfferedApp(
                  card.name(),
                  card.homepage(),
                  card.platforms().stream().map(Platform::word).toList(),
                  card.opening(link, uri).orElse(null));
            })
        .toList();
  }
}

package alcove.web;

import alcove.room.AppCard;
import alcove.room.Platform;
import alcove.room.Room;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An app as invite pages name it.
 *
 * @param platforms the ends of their texts' keys
 * @param opening the link that opens the invite in it, if there is one on this device
 */
record OfferedApp(String name, String homepage, List<String> platforms, @Nullable String opening) {
  /**
   * All that the room's admins have chosen. Blocks.
   *
   * @param android whether it is Android that asks
   */
  static List<OfferedApp> all(Room room, String link, String uri, boolean android) {
    return room.apps().list().stream()
        .map(
            app -> {
              AppCard card = app.card();
              return new OfferedApp(
                  card.name(),
                  card.homepage(),
                  card.platforms().stream().map(Platform::word).toList(),
                  Optional.of(card)
                      .filter(each -> android)
                      .flatMap(each -> each.openingOnAndroid(uri))
                      .or(() -> card.opening(link, uri))
                      .orElse(null));
            })
        .toList();
  }
}

package alcove.web;

import alcove.room.App;
import alcove.room.AppCard;
import alcove.room.Platform;
import alcove.room.Room;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An app as pages name it to those who may have none.
 *
 * @param platforms the ends of their texts' keys
 * @param opening the link that opens the invite in it, if there is one on this device
 */
record OfferedApp(String name, String homepage, List<String> platforms, @Nullable String opening) {
  /**
   * All that the room's admins have chosen, to open an invite in. Blocks.
   *
   * @param android whether it is Android that asks
   */
  static List<OfferedApp> all(Room room, String link, String uri, boolean android) {
    return all(
        room,
        card ->
            Optional.of(card)
                .filter(_ -> android)
                .flatMap(each -> each.openingOnAndroid(uri))
                .or(() -> card.opening(link, uri)));
  }

  /** All that the room's admins have chosen. Blocks. */
  static List<OfferedApp> all(Room room) {
    return all(room, _ -> Optional.empty());
  }

  private static List<OfferedApp> all(Room room, Function<AppCard, Optional<String>> opening) {
    return room.apps().list().stream()
        .map(App::card)
        .map(
            card ->
                new OfferedApp(
                    card.name(),
                    card.homepage(),
                    card.platforms().stream().map(Platform::word).toList(),
                    opening.apply(card).orElse(null)))
        .toList();
  }
}

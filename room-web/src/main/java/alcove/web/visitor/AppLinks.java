package alcove.web.visitor;

import alcove.identity.SsbUri;
import alcove.room.Room;
import java.util.List;

/**
 * The links that hand something over to an app.
 *
 * @param uri for whatever app the device has
 * @param named for one app each, where the browser is on Android: some browsers there do not open
 *     the other
 */
record AppLinks(String uri, List<Named> named) {
  /** The link for one app. */
  record Named(String name, String href) {}

  static AppLinks of(Room room, SsbUri uri, boolean onAndroid) {
    return new AppLinks(uri.toString(), onAndroid ? named(room, uri) : List.of());
  }

  private static List<Named> named(Room room, SsbUri uri) {
    return room.apps().list().stream()
        .flatMap(
            app ->
                app.card().onAndroid(uri).stream().map(link -> new Named(app.card().name(), link)))
        .toList();
  }
}

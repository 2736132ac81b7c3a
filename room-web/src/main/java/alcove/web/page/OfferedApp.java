package alcove.web.page;

import alcove.room.apps.App;
import alcove.room.apps.AppCard;
import alcove.room.apps.AppStore;
import alcove.room.apps.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An app as pages name it.
 *
 * @param opening the link that opens what the page is about in it, if it runs in the browser
 * @param here whether it runs on the reader's device, as far as that is known
 * @param shops those that have it for that device; all, where that is not known
 */
public record OfferedApp(
    AppCard card, @Nullable String opening, boolean here, List<Map.Entry<AppStore, String>> shops) {
  /** Those of a room, for an invite. */
  public static List<OfferedApp> forInvite(
      List<App> apps, String link, String uri, Optional<Platform> platform) {
    return all(apps, card -> card.opening(link, uri), platform);
  }

  /** The same for anything else that has an SSB URI. */
  public static List<OfferedApp> forUri(List<App> apps, String uri, Optional<Platform> platform) {
    return all(apps, card -> card.opening(uri), platform);
  }

  /** The same for nothing in particular. */
  public static List<OfferedApp> all(List<App> apps, Optional<Platform> platform) {
    return all(apps, card -> Optional.empty(), platform);
  }

  /** Where none is known to run on the reader's device, each may. */
  private static List<OfferedApp> all(
      List<App> apps, Function<AppCard, Optional<String>> opening, Optional<Platform> platform) {
    List<AppCard> cards = apps.stream().map(App::card).toList();
    Optional<Platform> known =
        platform.filter(here -> cards.stream().anyMatch(card -> runsOn(card, here)));
    return cards.stream()
        .map(
            card ->
                new OfferedApp(
                    card,
                    opening.apply(card).orElse(null),
                    known.isEmpty() || runsOn(card, known.get()),
                    shops(card, known)))
        .toList();
  }

  private static boolean runsOn(AppCard card, Platform platform) {
    return card.platforms().contains(platform) || card.platforms().contains(Platform.BROWSER);
  }

  private static List<Map.Entry<AppStore, String>> shops(
      AppCard card, Optional<Platform> platform) {
    return card.stores().entrySet().stream()
        .filter(shop -> platform.isEmpty() || shop.getKey().platform() == platform.get())
        .toList();
  }
}

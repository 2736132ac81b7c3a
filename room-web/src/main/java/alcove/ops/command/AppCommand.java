package alcove.ops.command;

import alcove.ops.terminal.CommandException;
import alcove.room.apps.App;
import alcove.room.apps.AppCard;
import alcove.room.apps.AppStore;
import alcove.room.apps.Platform;
import alcove.room.model.RefusedException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove app}: the apps that invite pages name. */
@Command(name = "app", description = "Choose the apps that invite pages name.")
public final class AppCommand extends RoomCommand {
  private static final String PLATFORMS =
      "Of android, ios, linux, macos, windows, browser; with commas between them.";
  private static final String BROWSER_LINK =
      "An https URL that opens an invite in the app: {invite} stands for the invite's link, {uri}"
          + " for its SSB URI. A link with {uri} alone opens aliases, too.";
  private static final String ANDROID_PACKAGE = "What Android calls the app.";

  private static final Listing<App> LISTING =
      Listing.<App>create()
          .number("id", App::id)
          .text("name", app -> app.card().name())
          .text("platforms", app -> platforms(app.card()))
          .text("homepage", app -> app.card().homepage())
          .optional("androidPackage", app -> app.card().androidPackage())
          .optional("browserLink", app -> app.card().browserLink())
          .optional("playStore", app -> in(AppStore.PLAY_STORE, app.card()))
          .optional("fDroid", app -> in(AppStore.F_DROID, app.card()))
          .optional("appStore", app -> in(AppStore.APP_STORE, app.card()));

  private static String platforms(AppCard card) {
    return card.platforms().stream().map(Platform::word).collect(Collectors.joining(","));
  }

  private static Optional<String> in(AppStore store, AppCard card) {
    return Optional.ofNullable(card.stores().get(store));
  }

  /** The links of shops. */
  static final class StoreLinks {
    @Option(
        names = "--play-store",
        paramLabel = "URL",
        description = "Where Google Play has it. Nothing: it has not.")
    Optional<String> playStore = Optional.empty();

    @Option(
        names = "--f-droid",
        paramLabel = "URL",
        description = "Where F-Droid has it. Nothing: it has not.")
    Optional<String> fDroid = Optional.empty();

    @Option(
        names = "--app-store",
        paramLabel = "URL",
        description = "Where the App Store has it. Nothing: it has not.")
    Optional<String> appStore = Optional.empty();

    private Map<AppStore, String> over(Map<AppStore, String> before) {
      Map<AppStore, String> all = new EnumMap<>(AppStore.class);
      all.putAll(before);
      change(all, AppStore.PLAY_STORE, playStore);
      change(all, AppStore.F_DROID, fDroid);
      change(all, AppStore.APP_STORE, appStore);
      return all;
    }

    private static void change(Map<AppStore, String> all, AppStore store, Optional<String> said) {
      if (said.isPresent() && said.get().isEmpty()) {
        all.remove(store);
      } else {
        said.ifPresent(link -> all.put(store, link));
      }
    }
  }

  @Command(name = "list", description = "List the apps, in their order on the page.")
  void list(@Option(names = "--json", description = "Print one JSON array.") boolean json) {
    list(LISTING, room().apps().list(), json);
  }

  @Command(name = "add", description = "Add an app behind the others.")
  void add(
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(index = "1", paramLabel = "URL", description = "Where people get it, by https.")
          String homepage,
      @Option(
              names = "--platforms",
              paramLabel = "LIST",
              required = true,
              split = ",",
              description = PLATFORMS)
          Set<Platform> platforms,
      @Option(names = "--browser-link", paramLabel = "URL", description = BROWSER_LINK)
          Optional<String> browserLink,
      @Option(names = "--android-package", paramLabel = "NAME", description = ANDROID_PACKAGE)
          Optional<String> androidPackage,
      @ArgGroup(exclusive = false) @Nullable StoreLinks stores,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws RefusedException {
    AppCard card =
        new AppCard(
            name.strip(),
            platforms,
            homepage,
            given(browserLink),
            given(androidPackage),
            stores == null ? Map.of() : stores.over(Map.of()));
    App app = room().apps().add(operator(), card);
    if (json) {
      LISTING.printJson(app, out());
    } else {
      say(added(app));
    }
  }

  private static String added(App app) {
    return "app %s: %s".formatted(app.id(), app.card().name());
  }

  /** Nothing is how an option is taken away. */
  private static Optional<String> given(Optional<String> text) {
    return text.filter(some -> !some.isEmpty());
  }

  @Command(name = "set", description = "Change what is said of an app; the rest stays.")
  void set(
      @Parameters(paramLabel = "NUMBER") long id,
      @Option(names = "--name", paramLabel = "TEXT") Optional<String> name,
      @Option(names = "--homepage", paramLabel = "URL") Optional<String> homepage,
      @Option(names = "--platforms", paramLabel = "LIST", split = ",", description = PLATFORMS)
          @Nullable List<Platform> platforms,
      @Option(
              names = "--browser-link",
              paramLabel = "URL",
              description = BROWSER_LINK + " Nothing: it has none.")
          Optional<String> browserLink,
      @Option(
              names = "--android-package",
              paramLabel = "NAME",
              description = ANDROID_PACKAGE + " Nothing: it has none.")
          Optional<String> androidPackage,
      @Option(names = "--place", paramLabel = "N", description = "Its place on the page, from 1.")
          Optional<Integer> place,
      @ArgGroup(exclusive = false) @Nullable StoreLinks stores)
      throws RefusedException, CommandException {
    AppCard card = find(id).card();
    AppCard changed =
        new AppCard(
            name.map(String::strip).orElse(card.name()),
            platforms == null ? card.platforms() : Set.copyOf(platforms),
            homepage.orElse(card.homepage()),
            browserLink.isPresent() ? given(browserLink) : card.browserLink(),
            androidPackage.isPresent() ? given(androidPackage) : card.androidPackage(),
            stores == null ? card.stores() : stores.over(card.stores()));
    App app = room().apps().change(operator(), id, changed);
    if (place.isPresent()) {
      room().apps().move(operator(), id, place.get());
    }
    say(added(app));
  }

  private App find(long id) throws CommandException {
    return room().apps().list().stream()
        .filter(app -> app.id() == id)
        .findFirst()
        .orElseThrow(() -> new CommandException("there is no app number " + id));
  }

  @Command(name = "remove", description = "Name an app no longer.")
  void remove(@Parameters(paramLabel = "NUMBER") long id, @Mixin Caution caution)
      throws RefusedException, CommandException {
    room().apps().remove(operator(), id);
    say(
        caution.isTrial()
            ? "would remove app %s: %s".formatted(id, find(id).card().name())
            : "app %s: removed".formatted(id));
  }
}

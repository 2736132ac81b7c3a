package alcove.room.apps;

import alcove.identity.SsbUri;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The description of an app on invite pages.
 *
 * @param homepage where people get it, an https URL
 * @param browserLink for an app that runs in the browser, an https URL that opens an invite in it:
 *     {@code {invite}} stands for the invite's own link, {@code {uri}} for its SSB URI; one without
 *     the former opens other SSB URIs, too
 * @param androidPackage what Android calls it, for links that open this app and no other
 * @param stores where shops have it, https URLs of theirs
 */
public record AppCard(
    String name,
    Set<Platform> platforms,
    String homepage,
    Optional<String> browserLink,
    Optional<String> androidPackage,
    Map<AppStore, String> stores) {
  /** The longest name, in characters. */
  public static final int LONGEST_NAME = 60;

  /** The longest URL, in characters. */
  public static final int LONGEST_URL = 500;

  /** What stands for the link of an invite. */
  public static final String INVITE_SIGN = "{invite}";

  /** What stands for the SSB URI of an invite. */
  public static final String URI_SIGN = "{uri}";

  private static final int LONGEST_PACKAGE = 200;
  private static final Pattern PACKAGE =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*(\\.[a-zA-Z][a-zA-Z0-9_]*)+");

  /** One that no shop has. */
  public AppCard(
      String name,
      Set<Platform> platforms,
      String homepage,
      Optional<String> browserLink,
      Optional<String> androidPackage) {
    this(name, platforms, homepage, browserLink, androidPackage, Map.of());
  }

  /** Copies the set and the map, in the order of {@link Platform} and {@link AppStore}. */
  public AppCard {
    Set<Platform> ordered = EnumSet.noneOf(Platform.class);
    ordered.addAll(platforms);
    platforms = Collections.unmodifiableSet(ordered);
    Map<AppStore, String> shelves = new EnumMap<>(AppStore.class);
    shelves.putAll(stores);
    stores = Collections.unmodifiableMap(shelves);
  }

  /**
   * The link that opens an invite in this app in the browser, if it runs there.
   *
   * @param invite the invite's link
   * @param uri the SSB URI by which apps claim it
   */
  public Optional<String> opening(String invite, String uri) {
    return browserLink.map(
        link -> link.replace(INVITE_SIGN, encoded(invite)).replace(URI_SIGN, encoded(uri)));
  }

  /**
   * The link that opens something else in this app in the browser, if it runs there and its link
   * takes any SSB URI.
   */
  public Optional<String> opening(String uri) {
    return browserLink
        .filter(link -> !link.contains(INVITE_SIGN))
        .map(link -> link.replace(URI_SIGN, encoded(uri)));
  }

  /**
   * The link by which browsers on Android hand {@code uri} over to this app and no other, if it
   * runs there: {@code intent://experimental?...#Intent;scheme=ssb;package=PACKAGE;end;}. Nothing
   * in an SSB URI can end its part of it, since all but unreserved characters are encoded.
   */
  public Optional<String> onAndroid(SsbUri uri) {
    return androidPackage.map(
        name ->
            "intent://%s#Intent;scheme=ssb;package=%s;end;"
                .formatted(uri.toString().substring("ssb:".length()), name));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public void require() throws RefusedException {
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw new RefusedException(
          Refusal.APP_NAME,
          "the name of an app is one line of 1 to " + LONGEST_NAME + " characters",
          LONGEST_NAME);
    }
    if (platforms.isEmpty()) {
      throw new RefusedException(
          Refusal.APP_PLATFORMS, "an app runs on something: name a platform");
    }
    requireLinks();
    if (androidPackage.isPresent() && !isPackage(androidPackage.get())) {
      throw new RefusedException(
          Refusal.APP_ANDROID_PACKAGE, "an Android package is a name such as com.example.app");
    }
    for (var link : stores.entrySet()) {
      require(link.getKey(), link.getValue());
    }
  }

  /**
   * Checks the link of a shop.
   *
   * @throws RefusedException if it is none of that shop's
   */
  public static void require(AppStore store, String link) throws RefusedException {
    if (!isHttps(link) || !link.startsWith(store.address())) {
      throw new RefusedException(
          Refusal.APP_STORE,
          "%s: expected a link of at most %s characters that begins with %s"
              .formatted(store.word(), LONGEST_URL, store.address()),
          LONGEST_URL);
    }
  }

  private void requireLinks() throws RefusedException {
    if (!isHttps(homepage)) {
      throw new RefusedException(
          Refusal.APP_HOMEPAGE,
          "the homepage of an app is an https URL of at most " + LONGEST_URL + " characters",
          LONGEST_URL);
    }
    if (browserLink.isPresent() && !isTemplate(browserLink.get())) {
      throw new RefusedException(
          Refusal.APP_BROWSER_LINK,
          "the browser link of an app is an https URL with {invite} or {uri} behind its host",
          LONGEST_URL);
    }
  }

  private static boolean isPackage(String text) {
    return text.length() <= LONGEST_PACKAGE && PACKAGE.matcher(text).matches();
  }

  /** The signs are no part of a URL, so what is left of a URL without them cannot be its host. */
  private static boolean isTemplate(String text) {
    String filled = text.replace(INVITE_SIGN, "x").replace(URI_SIGN, "x");
    return !filled.equals(text)
        && text.length() <= LONGEST_URL
        && isHttps(filled)
        && text.startsWith("https://" + URI.create(filled).getRawAuthority() + "/");
  }

  private static boolean isHttps(String text) {
    try {
      URI url = new URI(text);
      return "https".equals(url.getScheme())
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && text.length() <= LONGEST_URL
          && text.chars().allMatch(c -> c > ' ' && c <= '~');
    } catch (URISyntaxException malformed) {
      return false;
    }
  }
}

package alcove.web.dashboard;

import alcove.room.AppCard;
import alcove.room.Platform;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.web.http.Fields;
import alcove.web.http.Rejection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The form that says something of an app: what is there, or what was entered before.
 *
 * @param id its number; 0 for a new one
 * @param platforms the words for what it runs on
 * @param problem what is wrong about what was entered
 */
record AppForm(
    long id,
    String name,
    List<String> platforms,
    String homepage,
    String browserLink,
    String androidPackage,
    @Nullable Refusal problem) {
  /** One that nobody has filled in. */
  static final AppForm EMPTY = new AppForm(0, "", List.of(), "", "", "", null);

  private static final String PLATFORM = "runs-on-";

  private static final Set<Refusal> PROBLEMS =
      EnumSet.of(
          Refusal.APP_NAME,
          Refusal.APP_PLATFORMS,
          Refusal.APP_HOMEPAGE,
          Refusal.APP_BROWSER_LINK,
          Refusal.APP_ANDROID_PACKAGE,
          Refusal.TOO_MANY_APPS);

  static AppForm of(AppCard card, long id) {
    return new AppForm(
        id,
        card.name(),
        card.platforms().stream().map(Platform::word).toList(),
        card.homepage(),
        card.browserLink().orElse(""),
        card.androidPackage().orElse(""),
        null);
  }

  static AppForm of(Fields form, long id) throws Rejection {
    return new AppForm(
        id,
        form.get("name").orElse("").strip(),
        Stream.of(Platform.values())
            .map(Platform::word)
            .filter(word -> form.get(PLATFORM + word).isPresent())
            .toList(),
        form.need("homepage").strip(),
        form.need("browser-link").strip(),
        form.need("android-package").strip(),
        null);
  }

  AppCard card() {
    Set<Platform> runsOn = EnumSet.noneOf(Platform.class);
    platforms.forEach(word -> Platform.named(word).ifPresent(runsOn::add));
    return new AppCard(name, runsOn, homepage, given(browserLink), given(androidPackage));
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  /**
   * The same, with why it was refused.
   *
   * @throws RefusedException if that cannot be corrected in it
   */
  AppForm correctable(RefusedException refused) throws RefusedException {
    if (!PROBLEMS.contains(refused.reason())) {
      throw refused;
    }
    return new AppForm(
        id, name, platforms, homepage, browserLink, androidPackage, refused.reason());
  }

  /** The words for all that an app can run on. */
  public List<String> allPlatforms() {
    return Stream.of(Platform.values()).map(Platform::word).toList();
  }

  /** The problem if it is this one, to be shown beside its field. */
  public @Nullable Refusal problem(String word) {
    return problem != null && problem.word().equals(word) ? problem : null;
  }

  /** What stands for the link of an invite. */
  public String inviteSign() {
    return AppCard.INVITE_SIGN;
  }

  /** What stands for the SSB URI of an invite. */
  public String uriSign() {
    return AppCard.URI_SIGN;
  }

  /** The longest name, in characters. */
  public int longestName() {
    return AppCard.LONGEST_NAME;
  }

  /** The longest URL, in characters. */
  public int longestUrl() {
    return AppCard.LONGEST_URL;
  }
}

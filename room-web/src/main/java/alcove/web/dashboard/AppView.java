package alcove.web.dashboard;

import alcove.room.model.App;
import alcove.room.model.AppCard;
import alcove.room.model.Platform;
import alcove.web.http.Fields;
import alcove.web.http.HttpError;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The form that says something of an app, as its template sees it: what stands there until
 * something is entered.
 *
 * @param app its number is 0 for a new one
 */
record AppView(App app) {
  /** One for a new app. */
  static final AppView EMPTY =
      new AppView(new App(0, new AppCard("", Set.of(), "", Optional.empty(), Optional.empty())));

  private static final String PLATFORM = "runs-on-";

  /**
   * What was entered.
   *
   * @throws HttpError if a field is missing
   */
  static AppCard card(Fields form) throws HttpError {
    Set<Platform> runsOn = EnumSet.allOf(Platform.class);
    runsOn.removeIf(platform -> form.get(PLATFORM + platform.word()).isEmpty());
    return new AppCard(
        form.text("name").strip(),
        runsOn,
        form.need("homepage").strip(),
        given(form.need("browser-link")),
        given(form.need("android-package")));
  }

  private static Optional<String> given(String text) {
    return Optional.of(text.strip()).filter(some -> !some.isEmpty());
  }

  /** All that an app can run on. */
  public List<Platform> platforms() {
    return List.of(Platform.values());
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

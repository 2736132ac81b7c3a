package alcove.room.model;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A browser that is signed in. The secret that it has is not in here.
 *
 * @param id its number
 * @param way how the member signed in
 * @param device which browser it is, for its owner to know it again
 * @param seen when it was last used; where that is read from the registry, to the hour
 * @param expires when it ends by itself, if it is not used
 */
public record Session(
    long id,
    FeedId member,
    SignInWay way,
    Device device,
    Instant since,
    Instant seen,
    Instant expires) {
  /** The same, seen at another time. */
  public Session seenAt(Instant time) {
    return new Session(id, member, way, device, since, time, expires);
  }

  /**
   * The names that a browser gives itself and what it runs on, and nothing that would tell it from
   * others of its kind. Either part is empty if it says nothing that is known.
   *
   * @param browser its name, such as {@code Firefox}
   * @param platform the word for what it runs on, such as {@code android}
   */
  public record Device(String browser, String platform) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z ]{0,20}");

    /** A browser that says nothing. */
    public static final Device UNKNOWN = new Device("", "");

    public Device {
      if (!isName(browser) || !isName(platform)) {
        throw new IllegalArgumentException(
            browser + "/" + platform + " (up to 20 letters each are expected)");
      }
    }

    private static boolean isName(String text) {
      return FORM.matcher(text).matches();
    }

    /** Reads what {@link #toString} writes. */
    public static Device parse(String text) throws MalformedException {
      int slash = text.indexOf('/');
      if (slash < 0 || !isName(text.substring(0, slash)) || !isName(text.substring(slash + 1))) {
        throw new MalformedException(text, "BROWSER/PLATFORM, up to 20 letters each");
      }
      return new Device(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Whether it says anything. */
    public boolean isKnown() {
      return !browser.isEmpty() || !platform.isEmpty();
    }

    @Override
    public String toString() {
      return browser + "/" + platform;
    }
  }
}

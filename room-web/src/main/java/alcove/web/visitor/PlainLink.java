package alcove.web.visitor;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The link that a text is which is an address and nothing else: of the web, or of mail. */
final class PlainLink {
  private static final Pattern MAIL =
      Pattern.compile("(mailto:)?([A-Za-z0-9.!#$*+_~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+)");

  private PlainLink() {}

  /** The link that {@code text} is; null if it is words. */
  static @Nullable String of(String text) {
    var mail = MAIL.matcher(text);
    if (mail.matches()) {
      return "mailto:" + mail.group(2);
    }
    return isWeb(text) ? text : null;
  }

  private static boolean isWeb(String text) {
    try {
      URI url = new URI(text);
      boolean known = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      return known && url.getHost() != null && url.getRawUserInfo() == null;
    } catch (URISyntaxException words) {
      return false;
    }
  }
}

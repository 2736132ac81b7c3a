package alcove.address;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The label before a domain in a Host header. */
final class Subdomain {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern PORT = Pattern.compile(":[0-9]*$");
  private static final int MAX_HOST = 512;

  private Subdomain() {}

  /**
   * The only label that {@code host} has before {@code domain}, in lower case; a port and the dot
   * of the DNS's root do not count.
   */
  static Optional<String> labelBefore(String domain, String host) {
    if (host.length() > MAX_HOST) {
      return Optional.empty();
    }
    var name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    var bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    var suffix = "." + domain;
    return Optional.of(bare)
        .filter(whole -> whole.endsWith(suffix))
        .map(whole -> whole.substring(0, whole.length() - suffix.length()))
        .filter(label -> LABEL.matcher(label).matches());
  }
}

package alcove.ops.alerts;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that takes mail for others, as somebody wrote it: {@code smtps://USER@HOST:PORT} or
 * {@code smtp://USER@HOST:PORT}.
 *
 * @param host its name in the DNS, or its address
 * @param user whom it knows us as, if it wants to know; may be an address for mail itself
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8314">RFC 8314, ports and TLS</a>
 */
public record SmtpServer(Security security, String host, int port, Optional<String> user) {
  private static final Pattern FORM =
      Pattern.compile(
          "(smtps?)://(?:([^/?#\\s:]{1,200})@)?([-.A-Za-z0-9]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::([0-9]{1,5}))?/?");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
  private static final int TLS_PORT = 465;
  private static final int SUBMISSION_PORT = 587;
  private static final int LOCAL_PORT = 25;
  private static final int HIGHEST_PORT = 65_535;

  /** How what is sent is kept from others. */
  public enum Security {
    /** TLS from the first byte. */
    TLS,
    /** TLS after a word in the clear; nothing is sent where the server does not offer it. */
    STARTTLS,
    /** It does not leave this machine. */
    LOOPBACK
  }

  /** One that is written so; nothing if it is not. A password has no place in it. */
  public static Optional<SmtpServer> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group(3).replaceAll("[\\[\\]]", "");
    Security security = security(parts.group(1), host);
    int port = parts.group(4) == null ? port(security) : Integer.parseInt(parts.group(4));
    Optional<String> user = Optional.ofNullable(parts.group(2)).map(SmtpServer::decoded);
    boolean isGood = port >= 1 && port <= HIGHEST_PORT && user.filter(String::isEmpty).isEmpty();
    return isGood ? Optional.of(new SmtpServer(security, host, port, user)) : Optional.empty();
  }

  private static Security security(String scheme, String host) {
    if (scheme.equals("smtps")) {
      return Security.TLS;
    }
    return LOOPBACK.contains(host) ? Security.LOOPBACK : Security.STARTTLS;
  }

  private static int port(Security security) {
    return switch (security) {
      case TLS -> TLS_PORT;
      case STARTTLS -> SUBMISSION_PORT;
      case LOOPBACK -> LOCAL_PORT;
    };
  }

  /** Empty if it is no text. */
  private static String decoded(String user) {
    try {
      String name = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
      return name.codePoints().anyMatch(Character::isISOControl) ? "" : name;
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }
}

package alcove.address;

import alcove.identity.HostAndPort;
import alcove.identity.MalformedException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The origin of a web site: scheme, host and port, no path. Immutable.
 *
 * @param secure https, otherwise http
 * @param at the host and the port, also where the scheme implies it
 */
public record WebOrigin(boolean secure, HostAndPort at) {
  /** The port that https implies. */
  public static final int HTTPS_PORT = 443;

  /** The port that http implies. */
  public static final int HTTP_PORT = 80;

  private static final Pattern FORM =
      Pattern.compile("(https?)://([^/?#@\\s]+?)(:[0-9]{1,5})?/?", Pattern.CASE_INSENSITIVE);
  private static final String EXPECTED =
      "a URL such as https://room.example or https://room.example:8443, without a path";

  /** The https site of a host at the usual port. */
  public static WebOrigin https(String host) {
    return new WebOrigin(true, new HostAndPort(host, HTTPS_PORT));
  }

  /** The http site of a host at some port. */
  public static WebOrigin http(String host, int port) {
    return new WebOrigin(false, new HostAndPort(host, port));
  }

  /**
   * Reads {@code https://HOST}, with or without a port and a slash at its end; or http.
   *
   * @throws MalformedException if it is anything else
   */
  public static WebOrigin parse(String text) throws MalformedException {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new MalformedException(text, EXPECTED);
    }
    boolean secure = form.group(1).toLowerCase(Locale.ROOT).equals("https");
    var port = form.group(3) == null ? ":" + impliedPort(secure) : form.group(3);
    try {
      return new WebOrigin(secure, HostAndPort.parse(form.group(2) + port));
    } catch (MalformedException badHost) {
      throw new MalformedException(text, EXPECTED);
    }
  }

  private static int impliedPort(boolean secure) {
    return secure ? HTTPS_PORT : HTTP_PORT;
  }

  /** The site of another host, at the same port and by the same scheme. */
  WebOrigin withHost(String host) {
    return new WebOrigin(secure, new HostAndPort(host, at.port()));
  }

  /** {@code https://HOST} or {@code https://HOST:PORT}, without a slash at its end. */
  @Override
  public String toString() {
    var scheme = secure ? "https://" : "http://";
    return scheme + (at.port() == impliedPort(secure) ? at.urlHost() : at.toString());
  }
}

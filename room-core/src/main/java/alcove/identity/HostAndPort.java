package alcove.identity;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The place where a socket connects to, as addresses write it. Immutable.
 *
 * @param host a name, or an IP address; an IPv6 one without brackets
 * @param port 0 to 65535
 */
public record HostAndPort(String host, int port) {
  /**
   * A host name as the DNS has it: labels of letters, digits and inner hyphens, 253 characters at
   * most, the last label not a number, so that it cannot be taken for an IP address.
   */
  private static final Pattern HOST_NAME =
      Pattern.compile(
          "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*"
              + "(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final int MAX_HOST = 255;
  private static final int MAX_PORT = 65535;
  private static final String EXPECTED =
      "HOST:PORT, with a host name, an IPv4 address or an IPv6 address in brackets";

  /**
   * Reads {@code NAME:PORT}, {@code IPV4:PORT} or {@code [IPV6]:PORT}, with a port other than 0. A
   * name is taken to lower case.
   *
   * @throws MalformedException if it is anything else
   */
  public static HostAndPort parse(String text) throws MalformedException {
    int colon = text.lastIndexOf(':');
    if (colon > 0) {
      var host = hostOf(text.substring(0, colon));
      var read = host.flatMap(known -> of(known, text.substring(colon + 1)));
      if (read.isPresent() && read.get().port() > 0) {
        return read.get();
      }
    }
    throw new MalformedException(text, EXPECTED);
  }

  /** Whether {@code text} is a host name in lower case, and no IP address. */
  public static boolean isHostName(String text) {
    return HOST_NAME.matcher(text).matches();
  }

  private static Optional<String> hostOf(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (isHostName(lower)) {
      return Optional.of(lower);
    }
    boolean bracketed = text.startsWith("[") && text.endsWith("]") && text.contains(":");
    if (bracketed) {
      return literal(text.substring(1, text.length() - 1));
    }
    return IPV4.matcher(text).matches() ? literal(text) : Optional.empty();
  }

  private static Optional<String> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getHostAddress());
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** The host as URLs write it: an IPv6 address in brackets. */
  public String urlHost() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** {@code HOST:PORT}, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return urlHost() + ":" + port;
  }

  /** {@code HOST:PORT}, where the host may itself hold colons. */
  static Optional<HostAndPort> ofNet(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0 ? Optional.empty() : of(text.substring(0, colon), text.substring(colon + 1));
  }

  /**
   * {@code //HOST}, {@code //HOST:PORT} or {@code //[IPV6]:PORT}, with or without a path; or
   * without the slashes.
   */
  static Optional<HostAndPort> ofUrl(String text, int defaultPort) {
    String rest = text.startsWith("//") ? text.substring(2) : text;
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    int colon = authority.lastIndexOf(':');
    return colon > authority.indexOf(']')
        ? of(authority.substring(0, colon), authority.substring(colon + 1))
        : of(authority, Integer.toString(defaultPort));
  }

  private static Optional<HostAndPort> of(String host, String port) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    boolean valid =
        !bare.isEmpty()
            && bare.length() <= MAX_HOST
            && port.matches("[0-9]{1,5}")
            && Integer.parseInt(port) <= MAX_PORT;
    return valid ? Optional.of(new HostAndPort(bare, Integer.parseInt(port))) : Optional.empty();
  }
}

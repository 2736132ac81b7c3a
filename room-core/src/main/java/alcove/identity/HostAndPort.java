package alcove.identity;

import java.util.Optional;

/** Where a socket connects to, as addresses write it. */
record HostAndPort(String host, int port) {
  private static final int MAX_HOST = 255;
  private static final int MAX_PORT = 65535;

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

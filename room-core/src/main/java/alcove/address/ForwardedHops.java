package alcove.address;

import java.util.List;
import java.util.Optional;

/**
 * The addresses in the lines of {@code X-Forwarded-For}, from the nearest to the farthest: each
 * proxy appends the one that it was called from. For one use, by one thread.
 *
 * <p>An entry is {@code IPV4}, {@code IPV4:PORT}, {@code IPV6}, {@code [IPV6]} or {@code
 * [IPV6]:PORT}.
 */
final class ForwardedHops {
  /** More proxies than anybody has in a row. */
  private static final int MAX_HOPS = 32;

  private static final int MAX_ENTRY = 64;

  private final List<String> lines;
  private int line;
  private int end;
  private int hops;

  ForwardedHops(List<String> lines) {
    this.lines = lines;
    this.line = lines.size() - 1;
    this.end = lines.isEmpty() ? -1 : lines.getLast().length();
  }

  /** The next address; empty at the end, and at an entry that is no address. */
  Optional<IpAddress> next() {
    if (line < 0 || hops++ >= MAX_HOPS) {
      return Optional.empty();
    }
    var text = lines.get(line);
    int comma = text.lastIndexOf(',', end - 1);
    var entry = text.substring(comma + 1, end);
    if (comma >= 0) {
      end = comma;
    } else if (--line >= 0) {
      end = lines.get(line).length();
    }
    return entry.length() > MAX_ENTRY ? Optional.empty() : address(entry.strip());
  }

  private static Optional<IpAddress> address(String entry) {
    if (entry.startsWith("[")) {
      int bracket = entry.indexOf(']');
      return bracket > 0 && isPortOrNothing(entry.substring(bracket + 1))
          ? IpAddress.parse(entry.substring(1, bracket)).filter(a -> entry.indexOf(':') < bracket)
          : Optional.empty();
    }
    int colon = entry.indexOf(':');
    boolean ipv4WithPort = colon > 0 && colon == entry.lastIndexOf(':');
    if (ipv4WithPort) {
      return isPortOrNothing(entry.substring(colon))
          ? IpAddress.parse(entry.substring(0, colon))
          : Optional.empty();
    }
    return IpAddress.parse(entry);
  }

  private static boolean isPortOrNothing(String text) {
    return text.isEmpty() || text.matches(":[0-9]{1,5}");
  }
}

package alcove.door;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The number of sockets of browsers and programs that there may be, until they become peers'
 * WebSockets.
 *
 * @param most at once; then who has most loses its oldest that waits for nothing
 * @param perAddress of these; loopback and trusted proxies are exempt
 * @param header for the first request to be there, with the TLS before it, and for each further one
 *     from its first byte on
 */
public record HttpLimits(int most, int perAddress, Duration header) {
  /** What the program itself has open: the database, its jar, the control socket, event loops. */
  private static final int OWN_FILES = 256;

  private static final int MOST = 4096;
  private static final int FEWEST = 32;
  private static final int MOST_PER_ADDRESS = 128;
  private static final int FEWEST_PER_ADDRESS = 16;

  private static final Duration HEADER = Duration.ofSeconds(15);

  /**
   * A quarter of the files that this process may have open, but for its own: the rest is for peers,
   * and other nodes.
   *
   * @param files how many that are, if it can be told
   */
  public static HttpLimits of(OptionalLong files) {
    int most = Math.clamp(shared(files) / 4, FEWEST, MOST);
    return new HttpLimits(most, Math.clamp(most / 4, FEWEST_PER_ADDRESS, MOST_PER_ADDRESS), HEADER);
  }

  /** The files that are left for sockets of all kinds. */
  static long shared(OptionalLong files) {
    return files.orElse(Long.MAX_VALUE) - OWN_FILES;
  }
}

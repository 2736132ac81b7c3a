package alcove.health;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of the certificates that a room gets by itself. Immutable.
 *
 * @param ends when the domain's ends, if there is one
 * @param wildcard whether its subdomains are to be in it
 * @param hosts how many hosts of aliases have one of their own
 * @param failures how many orders came to nothing since the start, for whatever host
 * @param trouble what went wrong with the domain's, if it has not worked since
 */
public record CertificateState(
    Optional<Instant> ends, boolean wildcard, int hosts, long failures, Optional<Trouble> trouble) {
  /**
   * An order that came to nothing.
   *
   * @param why one line, mostly in the words of the authority
   * @param next when it is tried again
   */
  public record Trouble(Instant at, String why, Instant next) {}
}

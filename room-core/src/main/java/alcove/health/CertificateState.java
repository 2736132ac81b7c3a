package alcove.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of the certificates that a room gets by itself. Immutable.
 *
 * @param ends when the domain's ends, if there is one
 * @param wildcard whether its subdomains are to be in it
 * @param hosts how it is with those of aliases
 * @param failures how many orders came to nothing since the start, for whatever host
 * @param trouble what went wrong with the domain's, if it has not worked since
 */
public record CertificateState(
    Optional<Instant> ends,
    boolean wildcard,
    Hosts hosts,
    long failures,
    Optional<Trouble> trouble) {
  /** Below that a certificate that could not be renewed is about to fail people. */
  private static final Duration SHORTEST = Duration.ofDays(3);

  /**
   * How many hosts of aliases there are of each kind.
   *
   * @param served those that have a certificate of their own
   * @param waiting those that were called, and wait for one
   * @param failed those whose last try within a week came to nothing
   */
  public record Hosts(int served, int waiting, int failed) {
    /** None at all. */
    public static final Hosts NONE = new Hosts(0, 0, 0);
  }

  /**
   * An order that came to nothing.
   *
   * @param why one line, mostly in the words of the authority
   * @param next when it is tried again
   */
  public record Trouble(Instant at, String why, Instant next) {}

  /** How it is with the domain's. */
  public enum Standing {
    /** The first, or one after a long rest, is asked for, and nothing went wrong yet. */
    ASKED_FOR,
    /** It is good. */
    GOOD,
    /** It is good, and could not be renewed. */
    RETRIED,
    /** It ends within three days, and could not be renewed. */
    ENDING,
    /** There is none that is valid, and it could not be got. */
    REFUSED
  }

  /** How it is with the domain's at some time. */
  public Standing standing(Instant now) {
    Optional<Instant> valid = ends.filter(now::isBefore);
    if (valid.isEmpty()) {
      return trouble.isPresent() ? Standing.REFUSED : Standing.ASKED_FOR;
    }
    if (trouble.isEmpty()) {
      return Standing.GOOD;
    }
    return now.plus(SHORTEST).isBefore(valid.get()) ? Standing.RETRIED : Standing.ENDING;
  }

  /** How many whole days the domain's is still valid. */
  public long days(Instant now) {
    return ends.filter(now::isBefore).map(end -> Duration.between(now, end).toDays()).orElse(0L);
  }
}

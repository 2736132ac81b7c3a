package alcove.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of the alerts that a room sends. Immutable.
 *
 * @param ways by which it sends them, at least one
 */
public record AlertState(List<Way> ways) {
  /** Copies the list. */
  public AlertState {
    ways = List.copyOf(ways);
  }

  /**
   * One way, since the start.
   *
   * @param setting the flag that chose it
   * @param taken when an alert was taken last
   * @param failure why the last try came to nothing; empty if it did not
   */
  public record Way(String setting, Optional<Instant> taken, Optional<String> failure) {}
}

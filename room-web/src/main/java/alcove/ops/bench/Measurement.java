package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One way to load a room, bounded in time and amount. Used by the thread that measures. */
sealed interface Measurement
    permits Bulk, Messages, MixedLoad, Handshakes, Idle, PresenceLoad, Cold, Storm, Soak {
  double NANOS_PER_SECOND = 1e9;

  double MEGA = 1e6;

  /**
   * Loads the room that {@code swarm} is connected to, and leaves no peer behind in it.
   *
   * @param process the server's, if its use of the machine is to be measured, too
   */
  Result measure(Swarm swarm, @Nullable ServerProcess process) throws CommandException;

  /** How many connections it makes. */
  int connections();

  /** Whether its peers attend, or meet attendants, which a room may keep to its members. */
  default boolean attends() {
    return true;
  }

  /** When what begins now has to stop. */
  static long deadline(Duration limit) {
    return System.nanoTime() + limit.toNanos();
  }

  /** Seconds since {@code began}. */
  static double secondsSince(long began) {
    return (System.nanoTime() - began) / NANOS_PER_SECOND;
  }

  /** {@code amount / by}; 0 where nothing was used, as clocks have their steps. */
  static double ratio(double amount, double by) {
    return by == 0 ? 0 : amount / by;
  }
}

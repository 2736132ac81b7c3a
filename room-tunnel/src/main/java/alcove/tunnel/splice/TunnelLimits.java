package alcove.tunnel.splice;

import java.time.Duration;

/**
 * What tunnels may take. Lengths are in bytes.
 *
 * @param outgoing tunnels that one peer has opened, at once
 * @param incoming tunnels that lead to one peer, at once
 * @param pending tunnels to one target that it has not answered yet, at once
 * @param perSecond tunnels that one peer opens each second, in the long run
 * @param burst tunnels that one peer opens at once
 * @param mark held for a slow reader before its only source is paused
 * @param sharedMark the same while the source carries other tunnels too
 * @param scarceMark the same while all tunnels together hold more than {@code budget}
 * @param budget held for all slow readers together before memory counts as scarce
 * @param answer for the target's first bytes
 * @param stall before a tunnel ends whose reader takes nothing while its source is paused; looked
 *     at once a second, so it may take a second more
 * @param slowWindow over which a reader that holds up a shared source must have taken enough
 * @param slowRate how many bytes a second are enough
 * @param strikes ends for slowness within {@code penalty} after which a reader gets no tunnels
 * @param penalty how long it gets none
 */
public record TunnelLimits(
    int outgoing,
    int incoming,
    int pending,
    int perSecond,
    int burst,
    int mark,
    int sharedMark,
    int scarceMark,
    long budget,
    Duration answer,
    Duration stall,
    Duration slowWindow,
    int slowRate,
    int strikes,
    Duration penalty) {
  /** What a room allows, with a quarter of the JVM's memory as the budget. */
  public static TunnelLimits ofThisMachine() {
    return new TunnelLimits(
        128,
        128,
        8,
        5,
        32,
        256 << 10,
        1 << 20,
        64 << 10,
        Runtime.getRuntime().maxMemory() / 4,
        Duration.ofSeconds(30),
        Duration.ofSeconds(4),
        Duration.ofSeconds(30),
        8 << 10,
        3,
        Duration.ofMinutes(10));
  }
}

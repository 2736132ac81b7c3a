package alcove.tunnel.splice;

import java.time.Duration;

/**
 * The limits on what tunnels hold, and on how long they wait. Lengths are in bytes.
 *
 * @param mark held for a slow reader before its source is paused that carries nothing else
 * @param sharedMark the same while the source carries other tunnels, or calls that wait for it
 * @param scarceMark the same while all tunnels together hold more than {@code budget}
 * @param budget held for all slow readers together before memory counts as scarce
 * @param answer for the target's first bytes
 * @param stall that others wait for a paused source before the tunnel ends whose reader takes
 *     nothing; looked at once a second and judged a second late, so it may take two seconds more
 * @param slowWindow that others wait for a source whose reader must have taken enough by then
 * @param slowRate how many bytes are enough, for each second that others have waited
 */
public record FlowLimits(
    int mark,
    int sharedMark,
    int scarceMark,
    long budget,
    Duration answer,
    Duration stall,
    Duration slowWindow,
    int slowRate) {
  /** What a room allows, with a quarter of the JVM's memory as the budget. */
  public static FlowLimits ofThisMachine() {
    return new FlowLimits(
        256 << 10,
        4 << 20,
        64 << 10,
        Runtime.getRuntime().maxMemory() / 4,
        Duration.ofSeconds(30),
        Duration.ofSeconds(13),
        Duration.ofSeconds(30),
        8 << 10);
  }
}

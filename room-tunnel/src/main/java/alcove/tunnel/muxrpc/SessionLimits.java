package alcove.tunnel.muxrpc;

/**
 * The limits on what one peer asks of a session. A call, and each body that has to be read, costs
 * one permit and another for each KiB of its length.
 *
 * @param openCalls calls of the peer that are under way at once
 * @param callsPerSecond permits that come back each second
 * @param callBurst permits at once
 * @param refusals calls beyond that rate that are refused before the connection ends; they are
 *     forgiven at the same rate
 * @param bodyLength bytes in the body of any packet but a tunnel's binary ones
 * @param errorLength bytes that are looked at in the body of a packet that ends a substream
 */
public record SessionLimits(
    int openCalls,
    int callsPerSecond,
    int callBurst,
    int refusals,
    int bodyLength,
    int errorLength) {
  /**
   * What a room allows its peers. Old databases ask everybody for each feed they follow, in one
   * breath; those calls are refused, but no reason to show them out.
   */
  public static final SessionLimits ROOM =
      new SessionLimits(64, 50, 100, 10_000, 64 << 10, 4 << 10);

  /** What a client allows its room: the list of attendants can be long. */
  public static final SessionLimits CLIENT =
      new SessionLimits(1024, 1_000_000, 1_000_000, 1_000_000, 16 << 20, 64 << 10);
}

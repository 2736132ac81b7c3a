package alcove.tunnel.net;

import java.time.Duration;

/**
 * The deadlines of a connection; looked at once a second, and judged a second late.
 *
 * @param handshakePhase for each of the peer's two messages of the handshake
 * @param handshakeWait in line for our own part of it, before we take the peer for gone: clients of
 *     Scuttlebutt give up after five seconds
 * @param writeStall while the peer and its system take nothing of what we have to send
 * @param silence before an unheard-of peer is asked for a sign of life
 * @param signOfLife for that sign
 * @param wireProbe between the transport's own probes
 * @param goodbye for the peer to close after our goodbye
 */
public record Deadlines(
    Duration handshakePhase,
    Duration handshakeWait,
    Duration writeStall,
    Duration silence,
    Duration signOfLife,
    Duration wireProbe,
    Duration goodbye) {
  /** What a room uses. */
  public static final Deadlines DEFAULT =
      new Deadlines(
          Duration.ofSeconds(5),
          Duration.ofSeconds(4),
          Duration.ofSeconds(60),
          Duration.ofSeconds(45),
          Duration.ofSeconds(30),
          Duration.ofSeconds(25),
          Duration.ofSeconds(1));
}
